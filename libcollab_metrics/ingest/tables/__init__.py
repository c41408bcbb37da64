"""Detection of tables in a sheet: header rows, layout, column mapping and row types."""
