/// The parts of every page, from `Resources`, which the build puts into the program.
///
/// Scripts are plain files that share one scope, joined in the order in which each uses what stands
/// above it.
package enum PageParts {
  /// Everything within a report's body but data and script.
  static var body: [UInt8] { PackageResources.page_html }

  /// The style sheet.
  package static var style: [UInt8] {
    PackageResources.uplot_css + [0x0A] + PackageResources.page_css
      + PackageResources.layout_css
  }

  /// The script of a report.
  static var script: [UInt8] { script(endingWith: [PackageResources.page_js]) }

  /// A script of all parts that pages share, and then a page's own.
  package static func script(endingWith own: [[UInt8]]) -> [UInt8] {
    let parts = [
      PackageResources.decoding_js, PackageResources.elements_js, PackageResources.theme_js,
      PackageResources.table_js, PackageResources.charts_js, PackageResources.layout_model_js,
      PackageResources.node_index_js, PackageResources.layout_painter_js,
      PackageResources.layout_overlay_js, PackageResources.layout_panel_js,
      PackageResources.layout_search_js, PackageResources.layout_controls_js,
      PackageResources.layout_pointers_js, PackageResources.layout_view_js,
      PackageResources.sections_js,
    ]
    var script = Array("/*\n".utf8) + PackageResources.uplot_license_txt + Array("*/\n".utf8)
    script += PackageResources.uplot_js
    script += Array("\n(() => {\n\"use strict\";\n".utf8)
    for part in parts + own { script += part }
    return script + Array("})();\n".utf8)
  }
}
