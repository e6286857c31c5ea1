public import ArgumentParser
public import ChipPlace
public import Evaluation
public import Formats

// Types of the libraries that options take by the names of their cases.
extension EvaluationPrecision: ExpressibleByArgument {}
extension GridEdgeRule: ExpressibleByArgument {}
extension LowerCaseMacros: ExpressibleByArgument {}
extension PlacementStart: ExpressibleByArgument {}
