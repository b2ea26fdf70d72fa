"""The planning science: numpy, pandas, geopandas, shapely, scipy. Imports neither QGIS nor Qt."""
