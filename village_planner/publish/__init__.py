"""The report tables in other forms than the workbook: CSV, GeoPackage tables, a page to read on the screen."""
