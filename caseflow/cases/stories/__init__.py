"""Cases told in a file and played by the software: through the forms and rows of the pages, on a clock of their own."""
