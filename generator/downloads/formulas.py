"""What a program for tables would take for a formula."""

# A cell that begins with one of these would be taken for a formula, which may call programs and
# send the table elsewhere; the full-width ones count in East Asian editions (owasp.org, CSV
# Injection).
FORMULA = tuple("=+-@＝＋－＠\t\r\n")
