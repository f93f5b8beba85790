"""The directory as a workbook that opens in Excel: what a coordinator sees and sends back."""
