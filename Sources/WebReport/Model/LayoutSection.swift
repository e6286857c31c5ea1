/// A layout to look around in: nodes and nets, and one or more placements of them.
///
/// Lists of nodes are all of one length, as are lists of nets; the nodes of net `i` are
/// `nets.nodes[nets.starts[i] ..< nets.starts[i + 1]]`, the driver first where there is one.
/// Coordinates are in the design's length unit.
public struct LayoutSection: Codable, Hashable, Sendable {
  /// A rectangle.
  public struct Rectangle: Codable, Hashable, Sendable {
    /// The left edge.
    public var minX: Double
    /// The lower edge.
    public var minY: Double
    /// The right edge.
    public var maxX: Double
    /// The upper edge.
    public var maxY: Double
  }

  /// The macros, cells and ports.
  public struct Nodes: Codable, Hashable, Sendable {
    /// How many there are.
    public var count: Int
    /// What each is: 0 hard macro, 1 soft macro, 2 standard cell, 3 port (`u8`).
    public var kinds: PackedNumbers
    /// Widths in orientation N (`f32`).
    public var widths: PackedNumbers
    /// Heights in orientation N (`f32`).
    public var heights: PackedNumbers
    /// 1 for nodes that must stay where they are, 0 for others (`u8`).
    public var fixed: PackedNumbers
    /// All names, each but the last with a line feed behind it.
    public var names: String
  }

  /// The nets.
  public struct Nets: Codable, Hashable, Sendable {
    /// How many there are.
    public var count: Int
    /// Where the nodes of each begin, and the end (`i32`).
    public var starts: PackedNumbers
    /// The nodes of all nets, each once a net (`i32`).
    public var nodes: PackedNumbers
    /// All names, each but the last with a line feed behind it.
    public var names: String
  }

  /// A map of values over the cells of the cost grid.
  public struct HeatMap: Codable, Hashable, Sendable {
    /// What it shows.
    public var name: String
    /// What its values are.
    public var unit: String
    /// The values, row by row from the lower left cell (`f32`).
    public var values: PackedNumbers

    package init(name: String, unit: String, values: PackedNumbers) {
      self.name = name
      self.unit = unit
      self.values = values
    }
  }

  /// Where the nodes are.
  public struct View: Codable, Hashable, Sendable {
    /// What this placement is: a file's name, "before".
    public var label: String
    /// Centres along x (`f32`); nodes without a place have a coordinate that is no number.
    public var x: PackedNumbers
    /// Centres along y (`f32`).
    public var y: PackedNumbers
    /// How each node is turned: 0 N, 1 W, 2 S, 3 E, 4 FN, 5 FW, 6 FS, 7 FE (`u8`).
    public var orientations: PackedNumbers
    /// What it costs.
    public var figures: [ReportFigure]
    /// Maps to lay under the nodes.
    public var maps: [HeatMap]
  }

  /// Placements to play one after the other.
  public struct Animation: Codable, Hashable, Sendable {
    /// One of them.
    public struct Frame: Codable, Hashable, Sendable {
      /// What it shows: time and cost.
      public var label: String
      /// Centres of ``Animation/nodes`` along x, 0 the left and 65535 the right edge of
      /// ``Animation/extent`` (`u16`).
      public var x: PackedNumbers
      /// Centres along y likewise (`u16`).
      public var y: PackedNumbers
      /// How each is turned (`u8`).
      public var orientations: PackedNumbers
    }

    /// The nodes that move (`i32`); all others are as in the last placement.
    public var nodes: PackedNumbers
    /// What coordinates are counted in.
    public var extent: Rectangle
    /// The frames in order.
    public var frames: [Frame]
  }

  /// The heading.
  public var title: String
  /// The die.
  public var die: Rectangle
  /// The name of the length unit that is shown.
  public var unit: String
  /// How many of the design's length units make one of those.
  public var unitLength: Double
  /// The columns of the cost grid.
  public var columns: Int
  /// The rows of the cost grid.
  public var rows: Int
  /// The macros, cells and ports.
  public var nodes: Nodes
  /// The nets.
  public var nets: Nets
  /// Parts of the die that are closed.
  public var blockages: [Rectangle]
  /// The placements; the first is "before" and the last "after" when the page opens, which shows the
  /// last.
  public var views: [View]
  /// Placements to play, if there are some.
  public var animation: Animation?
  /// A line below the layout; may be empty.
  public var note: String
}
