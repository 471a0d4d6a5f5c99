"""What she brings to a visit: the visit itself, questions, results, medicines, falls, fractures, notes."""
