import Formats
import Foundation
import TestSupport
import Testing

/// How files come to be.
@Suite struct FileOutputTests {
  private func output(_ text: String) -> FileOutput {
    var output = FileOutput()
    output.write(text)
    return output
  }

  /// A process that was killed while it wrote leaves its temporary file.
  @Test(arguments: ["a.txt", "a.txt.gz"])
  func whatAKilledProcessLeftGoesWithTheNextSuccess(name: String) throws {
    let folder = try TemporaryFolder()
    // No process has a number as high.
    for left in [".\(name).2147483647.tmp", ".\(name).2147483646.tmp"] {
      try Data("half".utf8).write(to: URL(fileURLWithPath: folder.file(left)))
    }
    // Those of a process that is there, of another file, and of no process stay.
    let others = [".\(name).1.tmp", ".b.txt.2147483647.tmp", ".\(name).x.tmp"]
    for other in others { try Data().write(to: URL(fileURLWithPath: folder.file(other))) }
    try output("whole").save(to: folder.file(name))
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        == (others + [name]).sorted())
  }

  @Test func aFailureLeavesWhatStoodThere() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.file("taken"), withIntermediateDirectories: false)
    #expect(throws: OutputError.self) { try output("new").save(to: folder.file("taken")) }
    #expect(throws: OutputError.self) { try output("new").save(to: folder.file("no/file")) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["taken"])
  }
}
