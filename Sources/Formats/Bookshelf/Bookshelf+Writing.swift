public import Netlist

extension Bookshelf {
  /// Writes a design as a set of files: the `.aux` under the given name, and beside it files of the
  /// same stem that end in `.nodes`, `.nets`, `.pl`, with `.scl` if the design has rows and `.wts`
  /// if a net's weight is not 1. All are gzip-compressed if the name ends in `.aux.gz`; the names
  /// inside the `.aux` are then, as in published sets, those without `.gz`.
  ///
  /// A design that was read from Bookshelf files reads back the same. Of others the format cannot
  /// hold all: ports become `terminal_NI` nodes and soft macros plain ones; names of pins, the die
  /// where there are no rows, routing and blockages are left out.
  ///
  /// - Throws: ``OutputError`` if a file cannot be written, or a name cannot stand in one.
  public static func write(_ design: Design, aux file: String) throws(OutputError) {
    let isCompressed = file.lowercased().hasSuffix(".gz")
    let plain = isCompressed ? String(file.dropLast(3)) : file
    guard let stem = BookshelfFiles.stem(plain, without: ".aux"),
      !BookshelfFiles.name(of: stem).isEmpty
    else {
      throw OutputError(file: file, message: "expected a name that ends in .aux or .aux.gz")
    }
    let name = BookshelfFiles.name(of: stem)
    guard !name.utf8.contains(where: { $0 <= 0x20 }), name.utf8.first != BookshelfSyntax.hash else {
      throw OutputError(
        file: file, message: "expected a name without blanks, which .aux files cannot hold")
    }
    let writer = BookshelfWriter(design: design, file: file)
    try writer.checkNames()
    let weights = try writer.weights()
    var aux = FileOutput()
    aux.write("RowBasedPlacement :")
    // One by one, so that memory never holds the text of two files.
    func save(_ text: FileOutput, _ ending: String) throws(OutputError) {
      try text.save(to: stem + ending + (isCompressed ? ".gz" : ""))
      aux.write(" \(name)\(ending)")
    }
    try save(writer.nodes(), ".nodes")
    try save(writer.nets(namedBy: weights.names), ".nets")
    if let text = weights.text { try save(text, ".wts") }
    try save(writer.placement(), ".pl")
    if !design.floorplan.placementRows.isEmpty { try save(writer.rows(), ".scl") }
    aux.write("\n")
    // Last, so that the .aux never names files that are not there yet.
    try aux.save(to: file)
  }

  /// Writes the placement of a design as a `.pl` file, gzip-compressed if its name ends in `.gz`.
  ///
  /// - Throws: ``OutputError`` if the file cannot be written, or a node's name cannot stand in it.
  public static func writePlacement(_ design: Design, to file: String) throws(OutputError) {
    let writer = BookshelfWriter(design: design, file: file)
    try writer.checkNames(ofNets: false)
    try writer.placement().save(to: file)
  }
}
