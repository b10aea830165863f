"""Files for offices: tables and texts as Word, Excel and CSV, written from plain values."""
