"""What does each office owe us? One file per workbook."""
