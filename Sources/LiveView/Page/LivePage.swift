import WebReport

/// The page that a ``LiveServer`` sends first.
package struct LivePage: Sendable {
  private let page: WebPage
  /// The page, in UTF-8.
  let bytes: [UInt8]
  /// What the page may do, for the header of the same name.
  var policy: String { page.policy + "; frame-ancestors 'none'" }

  /// The page of a placement.
  static func placement(title: String) -> LivePage {
    LivePage(
      title: title,
      script: runScript + [PackageResources.live_layout_js, PackageResources.live_placement_js])
  }

  /// The page of a flat design.
  static func flat(title: String) -> LivePage {
    LivePage(title: title, script: runScript + [PackageResources.live_flat_js])
  }

  /// The page of a design loop.
  static func loop(title: String) -> LivePage {
    LivePage(title: title, script: [PackageResources.live_loop_js])
  }

  /// What pages of runs share.
  private static var runScript: [[UInt8]] {
    [PackageResources.live_run_js]
  }

  private init(title: String, script: [[UInt8]]) {
    page = WebPage(
      title: title, style: PageParts.style + PackageResources.live_css,
      body: PackageResources.live_html,
      script: PageParts.script(endingWith: [PackageResources.live_js] + script), connects: true)
    bytes = page.bytes()
  }
}
