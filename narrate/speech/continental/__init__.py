"""German, French and Spanish: numbers, dates, money and abbreviations in words of the language."""
