import Foundation
import TestSupport
import Testing

/// Every file can be a pipe: `plc:-` and its like are standard output, and pipes are written to as they stand.
@Suite struct StandardOutputTests {
  @Test(arguments: ["pb.txt", "plc", "pl", "def", "lef", "tcl", "plc.gz"])
  func convertWritesWhatItWritesToFiles(format: String) throws {
    let files = try SampleFiles()
    let file = files.file("small-copy.\(format)")
    let command = [
      "convert", files.file("small.pb.txt"), "--placement", files.file("small.plc"), "-o",
    ]
    #expect(try Tool.run(command + [file]).status == 0)
    let piped = try Tool.run(command + ["\(format):-"])
    #expect(piped.status == 0, "\(piped.errors)")
    #expect(try piped.output == Data(files.folder.read("small-copy.\(format)")))
  }

  @Test func theReportMakesRoomForThePlacement() throws {
    let files = try SampleFiles()
    let result = try Tool.run([
      "place", files.file("small.pb.txt"), "--placement", files.file("small.plc"), "--moves", "100",
      "--threads", "1", "-o", "plc:-",
    ])
    #expect(result.status == 0, "\(result.errors)")
    try files.folder.write(result.text, to: "placed.plc")
    let costs = try Tool.run(["evaluate", files.file("small.pb.txt"), files.file("placed.plc")])
    #expect(costs.status == 0, "\(costs.errors)")
    #expect(result.errors.contains("proxy cost"))
    #expect(!result.text.contains("proxy cost"))
  }

  @Test(arguments: ["svg:-", "png:-"])
  func picturesGoToStandardOutput(picture: String) throws {
    let files = try SampleFiles()
    let result = try Tool.run([
      "evaluate", files.file("small.pb.txt"), files.file("small.plc"), "--picture", picture,
    ])
    #expect(result.status == 0, "\(result.errors)")
    let start: [UInt8] = picture == "svg:-" ? Array("<?xml".utf8) : [0x89, 0x50, 0x4E, 0x47]
    #expect(Array(result.output.prefix(start.count)) == start)
    #expect(result.errors.contains("proxy cost"))
  }

  @Test func aPipeWithANameStaysAPipe() throws {
    let files = try SampleFiles()
    let result = try Tool.shell(
      "mkfifo \"$3\" && { cat \"$3\" > \"$4\" & } && \"$0\" convert \"$1\" --placement \"$2\" "
        + "-o \"$3\" && wait && test -p \"$3\" && cmp \"$2\" \"$4\"",
      ["small.pb.txt", "small.plc", "pipe.plc", "copy.plc"].map(files.file))
    #expect(result.status == 0, "\(result.errors)")
  }

  @Test(arguments: [
    ["convert", "small.pb.txt", "-o", "aux:-"], ["convert", "small.pb.txt", "-o", "-"],
    ["convert", "small.pb.txt", "-o", "xyz:-"],
    ["train", "-o", "a.safetensors", "--curve", "-"],
    ["train", "-o", "safetensors:-"],
  ])
  func whatCannotBePipedIsRefused(arguments: [String]) throws {
    let files = try SampleFiles()
    let result = try Tool.run(
      arguments.map { $0.hasPrefix("small") || $0.hasPrefix("a.") ? files.file($0) : $0 })
    #expect(result.status == 64)
    #expect(result.output.isEmpty)
    #expect(!result.errors.isEmpty)
  }
}
