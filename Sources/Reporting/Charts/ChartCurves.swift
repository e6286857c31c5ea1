import Netlist

/// The way from series to lines, bands and markers in one plot.
struct ChartCurves {
  let plot: Box
  let xAxis: ChartAxis
  let yAxis: ChartAxis

  /// The pixels between the markers of a series with many points.
  private static let markerDistance = 84.0
  /// Points on average this far apart are all marked.
  private static let sparseDistance = 16.0

  func x(_ value: Double) -> Double { plot.minX + xAxis.share(of: value) * plot.width }

  /// Where a value stands; far outside the plot it stays at a place that renderers can take.
  func y(_ value: Double) -> Double {
    min(max(plot.maxY - yAxis.share(of: value) * plot.height, -1e5), 1e5)
  }

  /// The points of a series in pixels, each run without a gap for itself.
  func runs(of series: LineChart.Series) -> [[Point]] {
    runs(series.points.indices) { index in
      let point = series.points[index]
      guard xAxis.scale.shows(point.x), yAxis.scale.shows(point.y) else { return nil }
      return Point(x: x(point.x), y: y(point.y))
    }
  }

  private func runs<Place>(_ indices: Range<Int>, place: (Int) -> Place?) -> [[Place]] {
    var runs: [[Place]] = []
    var isOpen = false
    for index in indices {
      guard let place = place(index) else {
        isOpen = false
        continue
      }
      if isOpen { runs[runs.count - 1].append(place) } else { runs.append([place]) }
      isOpen = true
    }
    return runs
  }

  func drawLine(of series: LineChart.Series, _ look: SeriesLook, on canvas: inout Canvas) {
    let runs = runs(of: series)
    for run in runs where run.count > 1 {
      var style = look.line
      // Noise of many points would run together to a broad stripe.
      if Double(run.count) > plot.width { style.lineWidth = SeriesLook.thinLineWidth }
      canvas.draw(.polyline(Self.simplified(run)), style, title: series.name)
    }
    for point in markers(runs, number: look.number) { look.drawMarker(at: point, on: &canvas) }
  }

  /// The points to mark: all of a series with few, else some at about even distances, for each
  /// number of a series at other places; and those that stand alone, which no line shows.
  func markers(_ runs: [[Point]], number: Int) -> [Point] {
    let count = runs.reduce(0) { $0 + $1.count }
    let isSparse = Double(count - 1) * Self.sparseDistance <= plot.width
    let distance = isSparse ? 0 : Self.markerDistance
    guard var last = runs.first?.first?.x else { return [] }
    last += (Double(number % 4) / 4 - 1) * distance
    var points: [Point] = []
    for run in runs {
      for point in run where run.count == 1 || abs(point.x - last) >= distance {
        points.append(point)
        last = point.x
      }
    }
    return points
  }

  /// The line with at most four points for each column of pixels, which looks the same: the size
  /// of a file then depends on the picture and not on how often values were taken.
  static func simplified(_ run: [Point]) -> [Point] {
    var result: [Point] = []
    var start = 0
    while start < run.count {
      let column = run[start].x.rounded(.down)
      var end = start + 1
      var low = start
      var high = start
      while end < run.count, run[end].x.rounded(.down) == column {
        if run[end].y < run[low].y { low = end }
        if run[end].y > run[high].y { high = end }
        end += 1
      }
      var previous = -1
      for index in [start, min(low, high), max(low, high), end - 1] where index > previous {
        result.append(run[index])
        previous = index
      }
      start = end
    }
    return result
  }

  func drawBand(of series: LineChart.Series, _ look: SeriesLook, on canvas: inout Canvas) {
    guard let band = series.band else { return }
    let runs = runs(series.points.indices) { (index: Int) -> (low: Point, high: Point)? in
      let point = series.points[index]
      let (low, high) = (band[index].x, band[index].y)
      guard xAxis.scale.shows(point.x), yAxis.scale.shows(point.y), yAxis.scale.shows(low),
        yAxis.scale.shows(high)
      else { return nil }
      return (Point(x: x(point.x), y: y(low)), Point(x: x(point.x), y: y(high)))
    }
    for run in runs {
      if run.count == 1 {
        // A spread of one point has no width: a thin bar.
        canvas.draw(
          .box(
            Box(
              minX: run[0].low.x - 1.5, minY: min(run[0].low.y, run[0].high.y),
              maxX: run[0].low.x + 1.5, maxY: max(run[0].low.y, run[0].high.y))), look.band)
      } else {
        canvas.draw(
          .polygon(
            Self.simplified(run.map(\.high)) + Self.simplified(run.map(\.low)).reversed()),
          look.band)
      }
    }
  }
}
