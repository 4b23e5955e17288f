"""Which words of a conversation its customer opened for experts, and which were hidden by hand."""
