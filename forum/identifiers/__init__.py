"""What could identify somebody, found in free text and in the names that people choose.

The forum promises that nobody learns who somebody is, and people give themselves away by accident. `find` reports
what stands in a text, `kinds` says what each finding means for its publication, `pseudonym` judges a chosen name.
Nothing here keeps, logs or sends a word: text in, offsets out.
"""
