// Any bytes as a workbook: as the archive itself, and as each of its parts, so that the parsers behind are reached.
#include <cstddef>
#include <cstdint>
#include <string>

#include "collect/byte_stream.h"
#include "collect/xlsx_fixture.h"
#include "collect/xlsx_number.h"
#include "collect/xlsx_parts.h"

namespace sojourn {
namespace {

void read_all(const std::string& file) {
  auto stream = ByteStream::over_file(file, "fuzz");
  if (!stream) return;
  constexpr size_t kMost = size_t{4} << 20;
  std::string chunk(4096, '\0');
  for (size_t all = 0; all < kMost;) {
    const auto count = (*stream)->read(chunk.data(), chunk.size());
    if (!count || *count == 0) return;
    all += *count;
  }
}

void try_bytes(const std::string& text) {
  read_all("PK\x03\x04" + text);
  read_all(zip_of({{"a", text}}));
  read_all(workbook_of(text, {text}, text, text));
  read_all(workbook_of(R"(<row><c t="s"><v>0</v></c><c s="0"><v>46082.5</v></c></row>)", {"<t>" + text + "</t>"},
                       R"(<numFmts><numFmt numFmtId="200" formatCode="y"/></numFmts><cellXfs>)" + text +
                           R"(<xf numFmtId="200"/></cellXfs>)"));
  (void)look_of_code(text);
  (void)without_escapes(text);
  for (const NumberLook look : {NumberLook::kNumber, NumberLook::kDate, NumberLook::kElapsed}) {
    (void)number_text(text, look, text.size() % 2 == 0);
  }
}

}  // namespace
}  // namespace sojourn

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sojourn::try_bytes(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
