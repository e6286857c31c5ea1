import Annealing
import ArgumentParser
import ChipPlace
import DesignLoop
import Evaluation
import Formats
import Foundation
import Legalization
import LiveView
import Netlist
import Synchronization

/// `chipplace view`.
struct ViewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "view",
    abstract: "Shows a placement, or a design loop, live in a browser and lets a person steer it.",
    discussion: """
      A web server on this machine, whose address is printed. Of a clustered netlist it shows \
      annealing as it goes: pause it, pin macros, drag them and see at once what that costs exactly, \
      undo, and go on annealing from there. Of a flat design, cells on rows, it shows macros and cells \
      as they spread and become legal: pause and end it. Maps of density and congestion can be laid \
      under both. Where nobody steps in, the result is that of 'chipplace place' with the same options.

      Of the ledger of a design loop (--ledger, without a netlist) it shows rounds as they are closed, \
      and asks for approval of those that wait for it ('chipplace evolve --await-approval').

      The address has a secret in it: who knows it can steer. An interrupt (Ctrl-C or SIGTERM) ends \
      the server, with the best placement since the last edit written if -o is given; that of a flat \
      design is made legal first.

        chipplace view netlist.pb.txt --placement initial.plc -o placed.plc
        chipplace view design.def --lef cells.lef -o placed.def
        chipplace view --ledger loop.sqlite
      """)

  @Argument(
    help: "The netlist: .pb.txt, .aux, .def, .v or .json, plain or .gz.",
    completion: .file(extensions: ["txt", "aux", "def", "v", "json", "gz"]))
  var netlist: String?

  @OptionGroup var reading: ReadingArguments

  @Option(
    help: "The placement to start from: .plc, .pl or .def, plain or .gz.",
    completion: .file(extensions: ["plc", "pl", "def", "gz"]))
  var placement: String?

  @OptionGroup var annealing: AnnealingArguments

  @Flag(help: "Begin paused, for edits, or a look, first.")
  var paused = false

  @Option(
    name: [.short, .long],
    help:
      "The placement to write at the end, and when a person asks for it: .plc, .pl, .def and others.",
    completion: .file())
  var output: String?

  @Option(
    help: "The ledger of a design loop to watch.", completion: .file(extensions: ["sqlite"]))
  var ledger: String?

  @Option(help: "The name or address to listen at; others than this machine's can then connect.")
  var host = "127.0.0.1"

  @Option(help: "The port to listen at; 0 for any that is free.")
  var port = 0

  func validate() throws {
    guard (netlist == nil) != (ledger == nil) else {
      throw ValidationError("Expected a netlist or --ledger.")
    }
    if ledger != nil {
      let used: [(String, Bool)] = [
        ("--placement", placement != nil), ("--time", annealing.time != nil),
        ("--moves", annealing.moves != nil), ("--threads", annealing.threads != nil),
        ("--paused", paused), ("--output", output != nil),
      ]
      if let used = used.first(where: \.1) {
        throw ValidationError("Expected \(used.0) only with a netlist.")
      }
    }
    guard (0...65535).contains(port) else {
      throw ValidationError("Expected --port from 0 to 65535.")
    }
    try requireKnownFormats(outputs: output.map { [$0] } ?? [])
  }

  func run() throws {
    try reportingFailures {
      try requireWritable(output.map { [$0] } ?? [])
      guard let netlist else { return try watch(ledger: ledger!) }
      let design = try reading.read(netlist, placement: placement)
      let title = PlacementPages.title(design, file: netlist)
      if FlatPlacer.suits(design) {
        try watch(design, title: title)
      } else {
        try steer(design, title: title)
      }
    }
  }

  // MARK: - A placement

  private func steer(_ design: Design, title: String) throws {
    // Before anyone looks: a design that cannot be placed would show nothing.
    do throws(LegalizationError) {
      _ = try MacroLegalizer(netlist: design.netlist, floorplan: design.floorplan)
        .legalize(design.placement)
    } catch {
      throw PlacementError(message: error.message)
    }
    let options = PlacementOptions(
      budget: annealing.budgetOrDefault, seed: annealing.seed, threads: annealing.threadCount)
    let save = try saver(of: design)
    let session = PlacementSession(design, options: options, title: title, save: save)
    let paused = paused
    let placement = try serve(session) {
      if paused { await session.pause() } else { await session.resume() }
    } end: {
      await session.finish()
    }
    try save?(placement)
  }

  /// What writes placements of a design to the file asked for.
  private func saver(of design: Design) throws -> PlacementSession.Saver? {
    guard let file = output else { return nil }
    let library = try reading.library()
    return { placement in
      var placed = design
      placed.placement = placement
      let evaluation = try ProxyEvaluator(netlist: design.netlist, floorplan: design.floorplan)
        .evaluate(placement)
      try placed.write(to: file, costs: evaluation.headerCosts, library: library)
    }
  }

  // MARK: - A flat design

  private func watch(_ design: Design, title: String) throws {
    var options = FlatPlacementOptions(seed: annealing.seed, threads: annealing.threadCount)
    options.annealing = annealing.budget.map {
      AnnealingOptions(budget: $0, seed: annealing.seed, threads: annealing.threadCount)
    }
    let save = try saver(of: design)
    let session = FlatSession(
      design, options: options, title: title, save: save)
    let paused = paused
    let result: FlatPlacementResult? = try serve(session) {
      if !paused { await session.resume() }
    } end: {
      try await session.finish()
    }
    guard let result else {
      if output != nil { Messages.write("Nothing is written: the run never began.") }
      return
    }
    try save?(result.placement)
  }

  // MARK: - A loop

  private func watch(ledger file: String) throws {
    // Not to begin a new one.
    _ = try Ledger(file, readOnly: true)
    let ledger = try Ledger(file)
    let title = "Design loop \(URL(fileURLWithPath: file).lastPathComponent)"
    _ = try LoopPage.document(ledger, layouts: false)
    let session = LoopSession(ledger, title: title) {
      try LoopPage.document(ledger, title: title, layouts: false)
    }
    try serve(session) {
    } end: {
    }
  }

  // MARK: - The server

  /// Serves until an interrupt; what `end` returns.
  private func serve<Result: Sendable>(
    _ session: any LiveSession, begin: @escaping @Sendable () async -> Void,
    end: @escaping @Sendable () async throws -> Result
  ) throws -> Result {
    let server = LiveServer(session, host: host, port: port)
    let stop = StopFlag()
    let interrupts = Interrupts(raising: stop)
    return try withExtendedLifetime(interrupts) {
      try waiting {
        let fault = Mutex<(any Error)?>(nil)
        // It ends with the program: a server that is cancelled while a connection comes in can trap
        // (NIOAsyncWriter), and a browser comes back again and again.
        Task.detached {
          do {
            try await server.run { address in
              // Who reads nothing learns nothing, which is no fault of the server.
              try? Results.show(address)
            }
          } catch {
            fault.withLock { $0 = error }
          }
        }
        await begin()
        while !stop.isRaised {
          if let error = fault.withLock({ $0 }) { throw error }
          try await Task.sleep(for: .milliseconds(50))
        }
        return try await end()
      }
    }
  }

  /// The result of asynchronous work, for which this thread waits.
  private func waiting<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) throws -> Result {
    let done = DispatchSemaphore(value: 0)
    nonisolated(unsafe) var result: Swift.Result<Result, any Error>?
    Task.detached {
      do { result = .success(try await work()) } catch { result = .failure(error) }
      done.signal()
    }
    done.wait()
    return try result!.get()
  }
}
