"""Answers that the command line, the pages and the exports share: a question and a coverage in, an `Answer` out.

Importing the package loads nothing heavy; `model`, `needs` and `questions` are light as well.
"""
