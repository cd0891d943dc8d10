"""Pictures as values: what is drawn, where, in which colour and with which words; nothing here knows how to draw."""
