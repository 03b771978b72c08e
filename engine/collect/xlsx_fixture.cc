#include "collect/xlsx_fixture.h"

#include <zlib.h>

#include "base/assert.h"

namespace sojourn {
namespace {

std::string little_endian(uint64_t number, size_t bytes) {
  std::string text;
  for (size_t i = 0; i < bytes; ++i, number >>= 8) text += static_cast<char>(number & 0xFF);
  return text;
}

std::string deflated_text(const std::string& text) {
  z_stream state{};
  SOJOURN_ASSERT(deflateInit2(&state, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK, "zlib starts");
  std::string out(deflateBound(&state, text.size()), '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  state.avail_in = static_cast<uInt>(text.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  SOJOURN_ASSERT(deflate(&state, Z_FINISH) == Z_STREAM_END, "memory deflates");
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

}  // namespace

std::string zip_of(const ZipFiles& files, bool deflated) {
  std::string out;
  std::string directory;
  for (const auto& [name, text] : files) {
    const std::string packed = deflated ? deflated_text(text) : text;
    const uLong checksum = crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size()));
    const std::string common = little_endian(20, 2) + little_endian(0, 2) + little_endian(deflated ? 8 : 0, 2) +
                               little_endian(0, 4) + little_endian(checksum, 4) + little_endian(packed.size(), 4) +
                               little_endian(text.size(), 4) + little_endian(name.size(), 2) + little_endian(0, 2);
    directory += "PK\x01\x02" + little_endian(20, 2) + common + little_endian(0, 10) + little_endian(out.size(), 4);
    directory += name;
    out += "PK\x03\x04" + common + name + packed;
  }
  const size_t start = out.size();
  out += directory + "PK\x05\x06" + little_endian(0, 4) + little_endian(files.size(), 2) +
         little_endian(files.size(), 2) + little_endian(directory.size(), 4) + little_endian(start, 4) +
         little_endian(0, 2);
  return out;
}

std::string workbook_of(const std::string& rows, const std::vector<std::string>& strings, const std::string& styles,
                        const std::string& workbook_pr) {
  std::string shared = "<sst>";
  for (const std::string& text : strings) shared += "<si>" + text + "</si>";
  return zip_of({
      {"[Content_Types].xml", "<Types/>"},
      {"_rels/.rels", R"(<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/>)"
                      "</Relationships>"},
      {"xl/workbook.xml", "<workbook>" + workbook_pr +
                              R"(<sheets><sheet name="A" sheetId="1" r:id="rId7" xmlns:r="r"/></sheets></workbook>)"},
      {"xl/_rels/workbook.xml.rels",
       R"(<Relationships><Relationship Id="rId7" Type="x/worksheet" Target="worksheets/one.xml"/></Relationships>)"},
      {"xl/sharedStrings.xml", shared + "</sst>"},
      {"xl/styles.xml", "<styleSheet>" + styles + "</styleSheet>"},
      {"xl/worksheets/one.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"},
  });
}

}  // namespace sojourn
