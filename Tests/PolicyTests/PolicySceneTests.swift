import Netlist
import Policy
import Testing

@Suite("The policy's scene")
struct PolicySceneTests {
  @Test("orders hard macros by area and knows what moves")
  func order() {
    var (design, _) = Small.scene(seed: 10)
    design.placement.isFixed[5] = true
    let scene = PolicyScene(design.netlist, design.floorplan, design.placement)
    #expect(scene.hardMacros.count == 3 && scene.movableNodes.count == 8)
    let areas = scene.hardMacros.map { design.netlist.area(of: $0) }
    #expect(areas == areas.sorted(by: >))
    #expect(scene.isSuitable)
  }

  @Test("is suitable up to a canvas of 128 by 128 cells, with a node to move")
  func suitability() {
    var (design, _) = Small.scene(seed: 11)
    func isSuitable() -> Bool {
      PolicyScene(design.netlist, design.floorplan, design.placement).isSuitable
    }
    (design.floorplan.columns, design.floorplan.rows) = (128, 128)
    #expect(isSuitable())
    design.floorplan.columns = 129
    #expect(!isSuitable())
    (design.floorplan.columns, design.floorplan.rows) = (1, 129)
    #expect(!isSuitable())
    design.floorplan.rows = 1
    #expect(isSuitable())
    for node in design.placement.isFixed.indices { design.placement.isFixed[node] = true }
    #expect(!isSuitable())
  }
}
