import Parallelism
import Foundation

/// Potential and field of a density on a rectangle, by cosine transforms.
///
/// Solves laplacian(psi) = -(rho - mean of rho) with no field across the edges, as electrostatic
/// placement does (Lu et al., ePlace: Electrostatics-Based Placement Using Fast Fourier Transform
/// and Nesterov's Method, ACM Transactions on Design Automation of Electronic Systems 20 (2), 2015).
/// The density at the centres of the cells is written as the sum over u and v of
///
///     a[u, v] cos(w[u] x) cos(w[v] y),  w[u] = pi u / width,  w[v] = pi v / height
///
/// with x and y from the lower left corner, u below `columns` and v below `rows`; then, without the
/// term u = v = 0,
///
///     potential = sum of a[u, v] / (w[u]² + w[v]²)        cos(w[u] x) cos(w[v] y)
///     fieldX    = sum of a[u, v] w[u] / (w[u]² + w[v]²)   sin(w[u] x) cos(w[v] y)
///     fieldY    = sum of a[u, v] w[v] / (w[u]² + w[v]²)   cos(w[u] x) sin(w[v] y)
///
/// at the centres of the cells. The field is minus the gradient of the potential, and both are exact
/// for a density that is such a sum. Arithmetic is in single precision: the result is that of a
/// density off by some 1e-7 of its largest magnitude, of which the mean is a part.
///
/// Grids are row by row: the index of a cell is `row * columns + column`, row 0 at y = 0.
public struct PoissonSolver: ~Copyable, @unchecked Sendable {
  /// The sizes that a grid's side can have: powers of two in this range.
  public static let sides = 8...4096

  /// The widths and heights that a grid can have, so that squares of wave numbers stay well within
  /// single precision.
  public static let extents: ClosedRange<Float> = 1e-12...1e12

  /// Cells along x.
  public let columns: Int

  /// Cells along y.
  public let rows: Int

  /// How many threads share the work. Results do not depend on it.
  public let threads: Int

  let passes: PoissonPasses

  /// Plans solutions on one grid; solving allocates nothing.
  ///
  /// - Precondition: `columns` and `rows` are powers of two in ``sides``, `width` and `height`
  ///   are in ``extents``, and there is at least one thread.
  public init(columns: Int, rows: Int, width: Float, height: Float, threads: Int) {
    for side in [columns, rows] {
      precondition(
        Self.sides.contains(side) && side & (side - 1) == 0,
        "side \(side) of the grid must be a power of two in \(Self.sides)")
    }
    for extent in [width, height] {
      precondition(
        Self.extents.contains(extent), "extent \(extent) must be in \(Self.extents)")
    }
    precondition(threads >= 1, "\(threads) threads: there must be at least one")
    self.columns = columns
    self.rows = rows
    self.threads = threads
    passes = PoissonPasses(
      columns: columns, rows: rows, width: Double(width), height: Double(height),
      threads: threads)
  }

  /// Computes potential and field, and returns the sum of density times potential over the cells.
  ///
  /// - Precondition: Each array has `columns * rows` elements.
  @discardableResult
  public mutating func solve(
    density: [Float], potential: inout [Float], fieldX: inout [Float], fieldY: inout [Float]
  ) -> Double {
    precondition(potential.count == columns * rows, "potential: \(potential.count) cells")
    return potential.withUnsafeMutableBufferPointer {
      solve(density: density, potential: $0.baseAddress, fieldX: &fieldX, fieldY: &fieldY)
    }
  }

  /// Computes the field alone, in less time, and returns the sum of density times potential.
  ///
  /// - Precondition: Each array has `columns * rows` elements.
  @discardableResult
  public mutating func solve(
    density: [Float], fieldX: inout [Float], fieldY: inout [Float]
  ) -> Double {
    solve(density: density, potential: nil, fieldX: &fieldX, fieldY: &fieldY)
  }

  private func solve(
    density: [Float], potential: UnsafeMutablePointer<Float>?, fieldX: inout [Float],
    fieldY: inout [Float]
  ) -> Double {
    let cells = columns * rows
    precondition(density.count == cells, "density: \(density.count) cells, not \(cells)")
    precondition(fieldX.count == cells, "fieldX: \(fieldX.count) cells, not \(cells)")
    precondition(fieldY.count == cells, "fieldY: \(fieldY.count) cells, not \(cells)")
    return density.withUnsafeBytes { density in
      fieldX.withUnsafeMutableBytes { fieldX in
        fieldY.withUnsafeMutableBytes { fieldY in
          solve(
            density: density.baseAddress!,
            grids: PoissonPasses.Grids(
              potential: potential.map { UnsafeMutableRawPointer($0) },
              fieldX: fieldX.baseAddress!, fieldY: fieldY.baseAddress!))
        }
      }
    }
  }

  /// Computes the field alone from and into memory that the caller owns.
  ///
  /// - Precondition: Each pointer is to `columns * rows` elements.
  @discardableResult
  public mutating func solve(
    density: UnsafePointer<Float>, fieldX: UnsafeMutablePointer<Float>,
    fieldY: UnsafeMutablePointer<Float>
  ) -> Double {
    solve(
      density: UnsafeRawPointer(density),
      grids: PoissonPasses.Grids(
        potential: nil, fieldX: UnsafeMutableRawPointer(fieldX),
        fieldY: UnsafeMutableRawPointer(fieldY)))
  }

  private func solve(density: UnsafeRawPointer, grids: PoissonPasses.Grids) -> Double {
    inSlices(of: passes.panels) { passes.sumColumns(of: density, panels: $0, slice: $1) }
    inSlices(of: passes.bands) { passes.solveRows(bands: $0, slice: $1) }
    inSlices(of: passes.panels) { passes.evaluateColumns(grids, panels: $0, slice: $1) }
    return passes.energy
  }

  /// Calls the body once for each thread, with its share of the tasks and its number.
  private func inSlices(of tasks: Int, _ body: (Range<Int>, Int) -> Void) {
    let slices = min(threads, tasks)
    concurrently(tasks, parts: slices) { slice, share in body(share, slice) }
  }
}
