"""Edits offered by those who may not edit: decided on by those who may, credited to who wrote them."""
