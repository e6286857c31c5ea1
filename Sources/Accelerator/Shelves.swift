/// A width and a height, or an extent along a shelf and one across it.
struct Extent {
  var along: Double
  var across: Double
}

/// Boxes set on shelves, one shelf after another, each as deep as its deepest box.
struct Shelves {
  /// The low corner of each box, from the low corner of the first shelf.
  private(set) var places: [Extent] = []
  /// The extent of all shelves together, with a spacing on either side; 0 without boxes.
  private(set) var depth = 0.0

  /// Sets boxes on shelves of a length, in order, at a spacing between them and around them; nil if
  /// a box is longer than a shelf.
  init?(_ boxes: [Extent], length: Double, spacing: Double) {
    var along = spacing
    var shelf = spacing
    var deepest = 0.0
    for box in boxes {
      if along > spacing, along + box.along + spacing > length {
        shelf += deepest + spacing
        along = spacing
        deepest = 0
      }
      if along + box.along + spacing > length { return nil }
      places.append(Extent(along: along, across: shelf))
      along += box.along + spacing
      deepest = max(deepest, box.across)
    }
    if !boxes.isEmpty { depth = shelf + deepest + spacing }
  }
}
