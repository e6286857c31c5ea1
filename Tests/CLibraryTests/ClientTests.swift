import Foundation
import Testing

/// `client.c`, a program in C, against the library that was built with the tests.
@Suite struct ClientTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// The shared library beside the tests' program.
  private static let library = Bundle.main.executableURL!
    .resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("libchipplaceC.so").path

  private static let hasCompiler = ["/usr/bin/cc", "/usr/local/bin/cc"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(
    .enabled(
      if: hasCompiler && FileManager.default.fileExists(atPath: library),
      "there is no C compiler, or no libchipplaceC.so beside the tests: `swift build` makes it"))
  func clientFindsAllAsTheHeaderSays() throws {
    let process = Process()
    process.executableURL = Self.folder.appendingPathComponent("run")
    process.arguments = ["--library", Self.library]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.components(separatedBy: "all as chipplace.h says").count == 3, "\(text)")
  }
}
