"""The planning database: one GeoPackage per county. Imports core, never QGIS or Qt."""
