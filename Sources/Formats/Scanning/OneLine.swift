extension String {
  /// The text on one line, as an error must be whose words come from elsewhere.
  package var onOneLine: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
