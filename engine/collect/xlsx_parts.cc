#include "collect/xlsx_parts.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/decimal.h"
#include "base/encoding.h"
#include "base/text.h"
#include "collect/xlsx_reader.h"
#include "collect/xlsx_sheet.h"
#include "collect/xml_stream.h"

namespace sojourn {
namespace {

constexpr size_t kStylesMax = 65'536;
constexpr size_t kSheetsMax = 10'000;
constexpr size_t kStringsMax = 4'000'000;  // Each costs memory, also where it is blank.

struct Relation {
  std::string type;  // The last word of it: "worksheet", "sharedStrings".
  std::string target;
};
using Relations = std::map<std::string, Relation, std::less<>>;

Status read_part(const ZipArchive& archive, const ZipEntry& entry, XmlHandler& handler) {
  SOJOURN_TRY(auto bytes, archive.open(entry));
  const Status status = XmlStream(std::move(bytes), handler, kPartBytesMax).read_all();
  return status.ok() ? status : Status(status).within(archive.name() + ": " + entry.name.substr(0, 80));
}

// "xl/workbook.xml" and "../media/x", "/xl/x", "worksheets/sheet1.xml" -> the part's name.
std::string target_of(std::string_view base, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string folder(base.substr(0, base.rfind('/') == std::string_view::npos ? 0 : base.rfind('/') + 1));
  while (target.starts_with("../")) {
    target.remove_prefix(3);
    const size_t slash = folder.size() < 2 ? std::string::npos : folder.rfind('/', folder.size() - 2);
    folder.resize(slash == std::string::npos ? 0 : slash + 1);
  }
  return folder + std::string(target.starts_with("./") ? target.substr(2) : target);
}

class RelationsHandler final : public XmlHandler {
 public:
  RelationsHandler(Relations& relations, std::string base) : relations_(relations), base_(std::move(base)) {}
  void begin(std::string_view name, const XmlAttributes& attributes) override {
    if (name != "Relationship" || relations_.size() > kSheetsMax) return;
    const std::string_view type = attributes.at("Type");
    relations_[std::string(attributes.at("Id"))] = {
        std::string(type.substr(type.rfind('/') == std::string_view::npos ? 0 : type.rfind('/') + 1)),
        target_of(base_, attributes.at("Target"))};
  }
  void text(std::string_view) override {}
  void end(std::string_view) override {}

 private:
  Relations& relations_;
  std::string base_;
};

// The relations of a part; none where it has no file of them.
Result<Relations> relations_of(const ZipArchive& archive, const std::string& part) {
  Relations relations;
  const size_t slash = part.rfind('/');
  const size_t name = slash == std::string::npos ? 0 : slash + 1;
  const ZipEntry* entry = archive.find(part.substr(0, name) + "_rels/" + part.substr(name) + ".rels");
  if (entry == nullptr) return relations;
  RelationsHandler handler(relations, part);
  SOJOURN_CHECK(read_part(archive, *entry, handler));
  return relations;
}

std::string target_of_type(const Relations& relations, std::string_view type, std::string_view usual) {
  for (const auto& [id, relation] : relations) {
    if (relation.type == type) return relation.target;
  }
  return std::string(usual);
}

class WorkbookHandler final : public XmlHandler {
 public:
  explicit WorkbookHandler(const Relations& relations) : relations_(relations) {}
  void begin(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "workbookPr") {
      const std::string_view told = attributes.at("date1904");
      epoch_1904 = told == "1" || told == "true";
    }
    if (name != "sheet" || sheets.size() >= kSheetsMax) return;
    const std::string_view state = attributes.at("state");
    if (state == "hidden" || state == "veryHidden") return;
    const auto found = relations_.find(attributes.at("id"));
    const std::string usual = "xl/worksheets/sheet" + std::to_string(sheets.size() + 1) + ".xml";
    // Chart sheets have no cells.
    if (found != relations_.end() && found->second.type != "worksheet") return;
    const std::string& part = found == relations_.end() ? usual : found->second.target;
    if (seen_.insert(part).second) sheets.push_back(part);
  }
  void text(std::string_view) override {}
  void end(std::string_view) override {}

  std::vector<std::string> sheets;
  bool epoch_1904 = false;

 private:
  const Relations& relations_;
  std::set<std::string> seen_;
};

// <si><t>text</t></si>, or <si><r><t>in</t></r><r><t> runs</t></r></si>; <rPh> says how it is pronounced.
class StringsHandler final : public XmlHandler {
 public:
  explicit StringsHandler(std::vector<std::string>& strings) : strings_(strings) {}
  void begin(std::string_view name, const XmlAttributes&) override {
    if (name == "si") current_.clear();
    if (name == "rPh") ++spoken_;
    inside_ = name == "t" && spoken_ == 0;
  }
  void text(std::string_view part) override {
    if (!inside_) return;
    long_text = long_text || current_.size() + part.size() > kCellBytesMax;
    if (!long_text) current_ += part;
  }
  void end(std::string_view name) override {
    inside_ = false;
    if (name == "rPh" && spoken_ > 0) --spoken_;
    if (name != "si") return;
    full = strings_.size() >= kStringsMax;
    if (!full) strings_.push_back(without_escapes(current_));
  }

  bool full = false;
  bool long_text = false;

 private:
  std::vector<std::string>& strings_;
  std::string current_;
  size_t spoken_ = 0;
  bool inside_ = false;
};

class StylesHandler final : public XmlHandler {
 public:
  void begin(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "numFmt" && codes_.size() < kStylesMax) {
      codes_[std::string(attributes.at("numFmtId"))] = look_of_code(attributes.at("formatCode"));
    }
    if (name == "cellXfs") inside_ = true;
    if (name != "xf" || !inside_ || looks.size() >= kStylesMax) return;
    const std::string_view id = attributes.at("numFmtId");
    const auto own = codes_.find(id);
    const auto number = parse_integer(id);
    const bool builtin = number && *number >= 0 && *number < 164;
    looks.push_back(own != codes_.end() ? own->second
                    : builtin           ? look_of_builtin(static_cast<int>(*number))
                                        : NumberLook::kNumber);
  }
  void text(std::string_view) override {}
  void end(std::string_view name) override {
    if (name == "cellXfs") inside_ = false;
  }

  std::vector<NumberLook> looks;

 private:
  std::map<std::string, NumberLook, std::less<>> codes_;
  bool inside_ = false;
};

}  // namespace

std::string without_escapes(std::string_view text) {
  constexpr size_t kEscape = 7;  // _xHHHH_
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size(); ++at) {
    const std::string_view part = text.substr(at, kEscape);
    const bool escape = part.size() == kEscape && part.starts_with("_x") && part.back() == '_' &&
                        part.substr(2, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    if (!escape) {
      out += text[at];
      continue;
    }
    uint32_t letter = 0;
    for (const char c : part.substr(2, 4)) {
      letter = letter * 16 + static_cast<uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    // Halves of a letter beyond 16 bits, and what ends texts, stand for nothing.
    if (letter >= 0x80 && (letter < 0xD800 || letter > 0xDFFF)) {
      if (letter >= 0x800) out += static_cast<char>(0xE0 | letter >> 12);
      out += static_cast<char>(letter >= 0x800 ? 0x80 | (letter >> 6 & 0x3F) : 0xC0 | letter >> 6);
      out += static_cast<char>(0x80 | (letter & 0x3F));
    } else if (letter != 0 && letter < 0x80) {
      out += static_cast<char>(letter);
    }
    at += kEscape - 1;
  }
  return out;
}

Result<Workbook> read_workbook(const ZipArchive& archive) {
  SOJOURN_TRY(const Relations top, relations_of(archive, ""));
  const std::string main = target_of_type(top, "officeDocument", "xl/workbook.xml");
  const ZipEntry* entry = archive.find(main);
  if (entry == nullptr) return Status::invalid("the workbook lacks its part " + main.substr(0, 80), archive.name());
  SOJOURN_TRY(const Relations relations, relations_of(archive, main));
  WorkbookHandler handler(relations);
  SOJOURN_CHECK(read_part(archive, *entry, handler));
  Workbook workbook;
  workbook.sheets = std::move(handler.sheets);
  workbook.epoch_1904 = handler.epoch_1904;
  if (const auto* part = archive.find(target_of_type(relations, "sharedStrings", "xl/sharedStrings.xml"))) {
    StringsHandler strings(workbook.strings);
    SOJOURN_CHECK(read_part(archive, *part, strings));
    if (strings.long_text) return Status::limit("the workbook holds a longer text than Excel does", archive.name());
    if (strings.full) return Status::limit("the workbook holds too many texts; export it as CSV", archive.name());
  }
  if (const auto* part = archive.find(target_of_type(relations, "styles", "xl/styles.xml"))) {
    StylesHandler styles;
    SOJOURN_CHECK(read_part(archive, *part, styles));
    workbook.looks = std::move(styles.looks);
  }
  return workbook;
}

}  // namespace sojourn
