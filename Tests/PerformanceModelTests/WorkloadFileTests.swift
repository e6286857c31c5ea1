import Formats
import PerformanceModel
import TestSupport
import Testing

@Suite("Files of workloads")
struct WorkloadFileTests {
  static let sample = Workload(
    name: "sample",
    layers: [
      Layer("dense, first", .gemm(GEMM(m: 3, n: 5, k: 7)), count: 4, phase: .training),
      Layer(
        "stem",
        .convolution(
          Convolution(
            inputHeight: 10, inputWidth: 12, channels: 3, filters: 8, kernelHeight: 3,
            kernelWidth: 5, stride: 2, padding: 1, batch: 2))),
    ])

  @Test("come back as they were written", arguments: WorkloadFile.Format.allCases)
  func roundTrip(format: WorkloadFile.Format) throws {
    let folder = try TemporaryFolder()
    let file = folder.file("sample.\(format.rawValue)")
    try WorkloadFile.write(Self.sample, to: file)
    var expected = Self.sample
    // Cells hold no commas.
    if format == .csv { expected.layers[0].name = "dense; first" }
    #expect(try WorkloadFile.read(file) == expected)
    for standard in StandardWorkload.allCases {
      try WorkloadFile.write(standard.workload, to: file)
      let read = try WorkloadFile.read(file)
      #expect(read.layers.map(\.shape) == standard.workload.layers.map(\.shape))
      #expect(read.macs == standard.workload.macs)
    }
  }

  @Test("of no known name are not written")
  func unknownName() throws {
    #expect(throws: OutputError.self) {
      try WorkloadFile.write(Self.sample, to: "/nowhere/sample.txt")
    }
    #expect(throws: OutputError.self) {
      try WorkloadFile.write(Self.sample, to: "/nowhere/at/all/sample.json")
    }
  }

  /// The layout of SCALE-Sim's topologies, with the comma at the end of its lines.
  @Test("are read as SCALE-Sim writes them")
  func scaleSim() throws {
    let folder = try TemporaryFolder()
    let convolutions = try folder.write(
      """
      Layer name, IFMAP Height, IFMAP Width, Filter Height, Filter Width, Channels, Num Filter, Strides,
      Conv1,\t227, 227, 11, 11, 3, 96, 4,
      Conv2,31,31,5,5,96,256,1,

      """, to: "alexnet.csv")
    let workload = try WorkloadFile.read(convolutions)
    #expect(workload.name == "alexnet")
    #expect(workload.layers.map(\.name) == ["Conv1", "Conv2"])
    #expect(
      workload.layers.map(\.shape.gemm)
        == [GEMM(m: 3025, n: 96, k: 363), GEMM(m: 729, n: 256, k: 2400)])
    let products = try folder.write(
      "Layer, M, N, K,\r\nGEMM1, 128, 64, 32,\r\n", to: "gemm.csv")
    #expect(
      try WorkloadFile.read(products).layers
        == [Layer("GEMM1", .gemm(GEMM(m: 128, n: 64, k: 32)))])
  }

  static let faults: [(text: String, line: Int, column: Int, message: String)] = [
    ("", 1, 1, "expected a header"),
    ("name,m,n\n", 1, 1, "expected a header with name, and with m, n and k"),
    ("name,m,n,k,m\n", 1, 12, "expected each column once, found 'm'"),
    ("name,m,n,k,colour\n", 1, 12, "found 'colour'"),
    ("name,m,n,k\na,1,2\n", 2, 5, "expected 4 cells as in the header, found 3"),
    (
      "name,m,n,k\n\na,1,two,3\n", 3, 5,
      "expected n, a whole number from 1 to 16777216, found 'two'"
    ),
    ("name,m,n,k\na,1,2,-3\n", 2, 7, "expected k"),
    ("name,m,n,k\na,1,,3\n", 2, 5, "found nothing"),
    ("name,m,n,k,phase\na,1,2,3,rest\n", 2, 9, "expected 'inference' or 'training', found 'rest'"),
    ("name,m,n,k,stride\na,1,2,3,2\n", 2, 9, "expected an empty cell"),
    ("name,m,n,k,count\na,1,2,3,0\n", 2, 9, "expected count"),
    ("name,m,n,k\n  a,16777216,16777216,2\n", 2, 3, "multiply-adds"),
    ("name,m,n,k\n", 1, 1, "expected at least one layer"),
  ]

  @Test("that are bad tables are refused with their place", arguments: faults.indices)
  func badTables(index: Int) throws {
    let fault = Self.faults[index]
    let folder = try TemporaryFolder()
    let file = try folder.write(fault.text, to: "bad.csv")
    let error = try #require(throws: ParseError.self) { try WorkloadFile.read(file) }
    #expect(error.line == fault.line && error.column == fault.column, "\(error)")
    #expect(error.message.contains(fault.message), "\(error)")
  }

  static let jsonFaults: [(layers: String, message: String)] = [
    (#"{"#, "expected a key in quotes"),
    (#"{"layers": 3}"#, "layers: expected a list, found 3"),
    (#"{"layers": []}"#, "layers: expected at least one layer"),
    (#"{"layers": [3]}"#, "layers[0]: expected an object, found 3"),
    (
      #"{"layers": [{"name": "a"}]}"#,
      "layers[0]: expected 'gemm' or 'convolution', found neither"
    ),
    (
      #"{"layers": [{"name": "a", "gemm": {"m": 1, "n": "x", "k": 1}}]}"#,
      "layers[0].gemm.n: expected a whole number from 1 to 16777216, found 'x'"
    ),
    (
      #"{"layers": [{"name": "a", "gemm": {"m": 1, "n": 1.5, "k": 1}}]}"#,
      "layers[0].gemm.n: expected a whole number from 1 to 16777216, found 1.5"
    ),
    (
      #"{"layers": [{"name": "a", "gemm": {"m": true, "n": 1, "k": 1}}]}"#,
      "layers[0].gemm.m: expected a whole number from 1 to 16777216, found true"
    ),
    (
      #"{"layers": [{"name": "a", "gemm": {"m": 1, "n": 1}}]}"#,
      "layers[0].gemm: expected the key 'k', found none"
    ),
    (
      #"{"layers": [{"name": "a", "gemm": {"m": 1, "n": 1, "k": 1, "l": 1}}]}"#,
      "layers[0].gemm: expected the keys m, n, k, found 'l'"
    ),
    (
      #"{"layers": [{"gemm": {"m": 1, "n": 1, "k": 1}}]}"#,
      "layers[0]: expected the key 'name', found none"
    ),
    (
      #"{"layers": [{"name": "a", "phase": "x", "gemm": {"m": 1, "n": 1, "k": 1}}]}"#,
      "layers[0].phase: expected one of inference, training, found 'x'"
    ),
    (
      #"{"layers": [{"name": "a", "count": 1073741824, "gemm": {"m": 16384, "n": 2, "k": 1}}]}"#,
      "layers[0]: expected at most 17592186044416 multiply-adds"
    ),
    (#"{"version": 2, "layers": []}"#, "version: expected 1, found 2"),
    (#"{"format": "x", "layers": []}"#, "format: expected 'chipplace workload', found 'x'"),
  ]

  @Test("that are bad JSON are refused with their path", arguments: jsonFaults.indices)
  func badJSON(index: Int) throws {
    let fault = Self.jsonFaults[index]
    var text = fault.layers
    if index > 0 {
      var head = #""name": "n""#
      if !text.contains("version") { head += #", "version": 1"# }
      if !text.contains("format") { head += #", "format": "chipplace workload""# }
      text = "{\(head), \(text.dropFirst())"
    }
    let folder = try TemporaryFolder()
    let file = try folder.write(text, to: "bad.json")
    let error = try #require(throws: ParseError.self) { try WorkloadFile.read(file) }
    #expect(error.message.contains(fault.message), "\(error)")
  }

  @Test("of other bytes, of none and of broken ones never trap")
  func mutations() throws {
    let folder = try TemporaryFolder()
    #expect(throws: ParseError.self) { try WorkloadFile.read(folder.file("missing.json")) }
    #expect(throws: ParseError.self) { try WorkloadFile.read(folder.path) }
    #expect(throws: ParseError.self) {
      try WorkloadFile.read(folder.write([0xFF, 0xFE, 0x41], to: "bytes.csv"))
    }
    for format in WorkloadFile.Format.allCases {
      let text = Array(WorkloadFile.text(of: Self.sample, as: format).utf8)
      for length in stride(from: 0, to: text.count - 2, by: 5) {
        let file = try folder.write(Array(text.prefix(length)), to: "part")
        if let workload = try? WorkloadFile.read(file) {
          #expect(throws: Never.self) { try workload.validate() }
        }
      }
    }
  }
}
