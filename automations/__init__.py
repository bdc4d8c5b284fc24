"""When a rule fires and what it asks for. Pure: values in, values out, no clock, nothing from bot."""
