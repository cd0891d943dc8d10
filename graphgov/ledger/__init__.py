"""Ledgers as offices keep them: tables found in sheets, their titles understood, their values read."""
