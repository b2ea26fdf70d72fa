"""Make and import the sample county into a folder, through qgis_process: county.gpkg, not planned yet."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from demo import STAGE, Chain, import_county, make_raw_county

if __name__ == "__main__":
    sys.path.insert(0, str(STAGE))
    folder = Path(sys.argv[1])
    chain = Chain(folder, total=2)
    import_county(chain, make_raw_county(chain, folder, 40000, 1), folder / "county.gpkg")
