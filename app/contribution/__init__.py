"""What others hand in: cases and corrections, from a form, a Word file or a spreadsheet."""
