import Annealing
import Evaluation
import Netlist

@testable import ChipPlace
@testable import Formats

/// Seals an input as the content of a checkpoint, reads it, and goes on from it as if it were of the run
/// at hand; false never.
func readCheckpoint(_ input: UnsafeRawBufferPointer, in folder: ScratchFolder) -> Bool {
  let file = folder.file("checkpoint")
  do throws(OutputError) {
    try PlacementCheckpoint.file.write(Array(input), to: file)
  } catch {
    fatalError("\(error)")
  }
  let checkpoint = attempt { () throws(ParseError) in
    try PlacementCheckpoint(contentsOf: file)
  }
  guard let checkpoint else { return true }
  do {
    try checkpoint.write(to: folder.file("copy"))
    let copy = try PlacementCheckpoint(contentsOf: folder.file("copy"))
    precondition(copy.stageCount == checkpoint.stageCount, "not read as it was written")
  } catch {
    fatalError("what was read cannot be written and read: \(error)")
  }
  goOn(from: checkpoint, SmallDesign.read(in: folder))
  return true
}

/// Goes on from a checkpoint as if its inputs were those of a short run.
private func goOn(from checkpoint: PlacementCheckpoint, _ design: Design) {
  guard case .annealing(var point) = checkpoint.progress else { return }
  let options = PlacementOptions(budget: .moves(64), start: .given)
  // It may say that there is work left for years.
  point.launch.budget = .moves(64)
  var inputs = RunInputs(design)
  inputs.add(options, nil)
  let stop = StopFlag()
  do throws(PlacementError) {
    let result = try Placer(design, options: options).place(
      resuming: PlacementCheckpoint(inputs, .annealing(point)), stop: stop)
    precondition(result.placement.x.allSatisfy(\.isFinite), "a place that is none")
  } catch {
    precondition(error.message.count > 10, "an error that says nothing")
  }
}
