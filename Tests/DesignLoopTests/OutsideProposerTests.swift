import Evaluation
import Foundation
import TestSupport
import Testing

@testable import DesignLoop

struct OutsideProposerTests {
  private struct Answer: Encodable { var candidates: [Architecture] }

  private let state = OutsideProposer.State(
    round: 3, wanted: 2, choices: ["dataflow": [.name("ws")], "rows": [.number(4)]], measured: [])

  /// A command that answers every line with the same.
  private func command(_ folder: TemporaryFolder, answer: String) throws -> String {
    let file = try folder.write(answer + "\n", to: "answer.json")
    return "while read -r line; do echo \"$line\" >> '\(folder.file("asked"))'; cat '\(file)'; done"
  }

  @Test func aCommandIsAskedByLinesAndAnswers() throws {
    let folder = try TemporaryFolder()
    let wanted = try [SmallLoop.architecture(1), SmallLoop.architecture(2)]
    let proposer = try OutsideProposer(
      command(folder, answer: JSON.encode(Answer(candidates: wanted))))
    for _ in 0..<2 { #expect(try proposer.propose(state) == wanted) }
    let asked = String(decoding: try folder.read("asked"), as: UTF8.self)
    let line =
      #"{"choices":{"dataflow":["ws"],"rows":[4]},"measured":[],"round":3,"wanted":2}"# + "\n"
    #expect(asked == line + line)
  }

  @Test func anAnswerMayComeInParts() throws {
    let proposer = try OutsideProposer(
      #"while read -r line; do printf '{"cand'; sleep 0.05; echo 'idates":[]}'; done"#)
    for _ in 0..<2 { #expect(try proposer.propose(state).isEmpty) }
  }

  @Test(arguments: [
    ("true", "expected a"), ("read line; exit 3", "found the end of output"),
    ("no-such-command-at-all 2> /dev/null", "expected a"),
    ("while read line; do echo hello; done", "answer: expected a value"),
    ("while read line; do echo '{\"candidate\":[]}'; done", "expected the keys candidates"),
    ("while read line; do echo '{\"candidates\":[{\"rows\":4}]}'; done", "answer: candidates[0]"),
    ("head -c 1100000 /dev/zero | tr '\\0' x; cat > /dev/null", "at most 1 MiB"),
  ])
  func whatIsNoAnswerIsAnErrorThatNamesTheCommand(command: String, message: String) throws {
    let proposer = try OutsideProposer(command)
    let error = #expect(throws: LoopError.self) { try proposer.propose(state) }
    guard case .input(command, let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains(message), "\(text)")
  }

  /// Numbers that no accelerator has; none of them may end the program.
  @Test(arguments: ["1e300", "-1e300", "3.5", "\"inf\"", "\"nan\"", "null", "\"four\"", "70000"])
  func aNumberThatIsNoneIsRefused(value: String) throws {
    let folder = try TemporaryFolder()
    let text = try JSON.encode(Answer(candidates: [SmallLoop.architecture(1)]))
      .replacingOccurrences(of: #""rows":4"#, with: #""rows":\#(value)"#)
    let proposer = try OutsideProposer(command(folder, answer: text))
    let error = #expect(throws: LoopError.self) { try proposer.propose(state) }
    #expect(
      error?.description.contains("candidates[0].rows") == true, "\(String(describing: error))")
  }

  @Test func proposalsArePlacedOrRefusedWithAReason() throws {
    let folder = try TemporaryFolder()
    let good = try SmallLoop.architecture(1)
    var stranger = good
    stranger[.rows] = 32
    var settings = try SmallLoop.settings(folder)
    settings.proposer = try command(
      folder, answer: JSON.encode(Answer(candidates: [good, stranger, good])))
    let loop = try SmallLoop.loop(folder, settings)
    #expect(try loop.run(rounds: 2) == .done)
    let candidates = try loop.ledger.candidates()
    let outside = candidates.filter { $0.individual.origin == .outside }
    #expect(outside.map(\.individual.architecture) == [good])
    #expect(outside.first?.round == 1)
    #expect(Set(candidates.map(\.individual.architecture)).count == candidates.count)
    let refusals = try loop.ledger.decisions().filter { $0.text.contains("proposal") }
    for (round, reasons) in [
      (1, ["rows is 32, which is not among the choices", "it was proposed already"]),
      (
        2,
        [
          "it was measured or refused already", "rows is 32, which is not among the choices",
          "it was measured or refused already",
        ]
      ),
    ] {
      let texts = refusals.filter { $0.round == round }.map(\.text)
      #expect(texts.count == reasons.count)
      for (text, reason) in zip(texts, reasons) { #expect(text.hasSuffix(reason), "\(text)") }
    }
    let asked = String(decoding: try folder.read("asked"), as: UTF8.self).split(separator: "\n")
    #expect(asked.count == 2)
    #expect(asked.last?.contains(#""measured":[{"architecture":{"#) == true)
    // Played again without the command.
    #expect(try Replay(loop.ledger).differences(round: 1, stop: StopFlag()) == [])
  }

  @Test func aBrokenCommandEndsTheLoopAndLeavesTheLedgerAsItWas() throws {
    let folder = try TemporaryFolder()
    var settings = try SmallLoop.settings(folder)
    settings.proposer = "read line; exit 1"
    let loop = try SmallLoop.loop(folder, settings)
    #expect(throws: LoopError.self) { try loop.run(rounds: 1) }
    #expect(try loop.ledger.rounds().isEmpty)
  }
}
