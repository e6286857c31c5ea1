import Accelerator
import Foundation
import PerformanceModel
import Policy
import Technology

extension Appraiser {
  /// An appraiser for what a person wants: the technology and the workload by their names or files.
  ///
  /// - Throws: ``LoopError`` if one of them cannot be read.
  init(_ goals: Goals, policy: PolicyModel) throws(LoopError) {
    self.goals = goals
    do {
      technology =
        try Technology.preset(goals.technology) ?? Technology(contentsOf: goals.technology)
    } catch {
      throw .input(file: goals.technology, message: "\(error)")
    }
    do {
      workload = try LoopWorkload.workload(goals.workload, policy: policy)
    } catch {
      throw .input(file: goals.workload, message: "\(error)")
    }
  }
}
