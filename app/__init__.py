"""Pustaka Inovasi: a searchable library of public-service innovations."""
