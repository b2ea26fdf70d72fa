"""The workbook writer: tables of core/tables as Excel files."""
