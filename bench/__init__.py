"""The benchmarks that back every claim about speed."""
