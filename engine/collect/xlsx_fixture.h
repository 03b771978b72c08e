// Zip archives and workbooks made in memory, for tests and fuzzers.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace sojourn {

using ZipFiles = std::vector<std::pair<std::string, std::string>>;  // Names and contents.

std::string zip_of(const ZipFiles& files, bool deflated = true);

// A workbook whose one sheet has these rows of XML. `strings` are shared; `styles` is what stands inside <styleSheet>.
std::string workbook_of(const std::string& rows, const std::vector<std::string>& strings = {},
                        const std::string& styles = "", const std::string& workbook_pr = "");

}  // namespace sojourn
