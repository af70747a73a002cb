"""Tables from spreadsheets: CSV in any usual encoding, and XLSX; whole, hostile or neither."""
