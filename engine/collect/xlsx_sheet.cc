#include "collect/xlsx_sheet.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/limits.h"
#include "base/text.h"
#include "collect/xlsx_reader.h"

namespace sojourn {
namespace {

// The column of "AB12", from 0; nothing of what is no place.
std::optional<uint32_t> column_of(std::string_view place) {
  uint32_t column = 0;
  size_t letters = 0;
  for (const char c : place) {
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if (upper < 'A' || upper > 'Z') break;
    if (++letters > 3) return std::nullopt;
    column = column * 26 + static_cast<uint32_t>(upper - 'A' + 1);
  }
  return letters == 0 ? std::nullopt : std::optional<uint32_t>(column - 1);
}

}  // namespace

class XlsxSheet::Handler final : public XmlHandler {
 public:
  Handler(const Workbook& workbook, OnRow on_row) : workbook_(workbook), on_row_(std::move(on_row)) {}
  std::function<void(Status)> stop;

  void begin(std::string_view name, const XmlAttributes& attributes) override {
    if (name == "sheetData") inside_ = true;
    if (!inside_) return;
    if (name == "row") begin_row(attributes);
    if (name == "c") begin_cell(attributes);
    if (name == "rPh") ++spoken_;
    taking_ = name == "v" || (name == "t" && spoken_ == 0);
  }

  void text(std::string_view part) override {
    if (!taking_) return;
    if (value_.size() + part.size() > kCellBytesMax) {
      stop(Status::limit("row " + std::to_string(row_) + " has a longer text than Excel holds"));
      return;
    }
    value_ += part;
  }

  void end(std::string_view name) override {
    taking_ = false;
    if (name == "rPh" && spoken_ > 0) --spoken_;
    if (name == "c" && inside_) end_cell();
    if (name == "row" && inside_) end_row();
    if (name == "sheetData") inside_ = false;
  }

 private:
  void begin_row(const XmlAttributes& attributes) {
    const auto told = parse_integer(attributes.at("r"));
    const int64_t number = told ? *told : static_cast<int64_t>(row_) + 1;
    if (number <= row_ || number > kSheetRowsMax) {
      stop(
          Status::limit("row " + std::to_string(number) + " is not below the one before, or beyond the rows of Excel"));
      return;
    }
    row_ = static_cast<uint32_t>(number);
    cells_.clear();
    row_bytes_ = 0;
    column_ = 0;
  }

  void begin_cell(const XmlAttributes& attributes) {
    value_.clear();
    type_ = attributes.at("t");
    style_ = attributes.at("s");
    if (const auto column = column_of(attributes.at("r"))) column_ = *column;
  }

  void end_cell() {
    if (column_ >= kSheetColumnsMax) {
      stop(Status::limit("row " + std::to_string(row_) + " has more columns than Excel has"));
      return;
    }
    std::string text = cell_text();
    row_bytes_ += text.size();
    if (row_bytes_ > limits::kRowBytesMax) {  // A long text may be shared by all cells.
      stop(Status::limit("row " + std::to_string(row_) + " is longer than " +
                         std::to_string(limits::kRowBytesMax >> 20) + " MiB"));
      return;
    }
    if (!trim(text).empty()) {
      if (cells_.size() <= column_) cells_.resize(column_ + 1);
      cells_[column_] = std::move(text);
    }
    ++column_;
  }

  void end_row() {
    if (!cells_.empty()) on_row_(row_, cells_);
    cells_.clear();
  }

  std::string cell_text() const {
    if (type_ == "s") {
      const auto place = parse_integer(trim(value_));
      const bool known = place && *place >= 0 && static_cast<size_t>(*place) < workbook_.strings.size();
      return known ? workbook_.strings[static_cast<size_t>(*place)] : std::string();
    }
    if (type_ == "inlineStr" || type_ == "str") return without_escapes(value_);
    if (type_ == "e") return {};
    if (type_ == "b") return trim(value_) == "1" || trim(value_) == "true" ? "TRUE" : value_.empty() ? "" : "FALSE";
    if (type_ == "d") return value_;
    const auto style = parse_integer(style_);
    const bool known = style && *style >= 0 && static_cast<size_t>(*style) < workbook_.looks.size();
    const NumberLook look = known ? workbook_.looks[static_cast<size_t>(*style)] : NumberLook::kNumber;
    return number_text(value_, look, workbook_.epoch_1904);
  }

  const Workbook& workbook_;
  OnRow on_row_;
  std::vector<std::string> cells_;
  std::string value_;
  std::string type_;
  std::string style_;
  uint32_t row_ = 0;
  uint32_t column_ = 0;
  size_t row_bytes_ = 0;
  size_t spoken_ = 0;
  bool inside_ = false;
  bool taking_ = false;
};

XlsxSheet::XlsxSheet() = default;
XlsxSheet::~XlsxSheet() = default;

Result<std::unique_ptr<XlsxSheet>> XlsxSheet::open(const ZipArchive& archive, const Workbook& workbook,
                                                   const std::string& part, size_t most, OnRow on_row) {
  const ZipEntry* entry = archive.find(part);
  if (entry == nullptr) return Status::corruption("the workbook lacks its sheet " + part.substr(0, 80), archive.name());
  SOJOURN_TRY(auto bytes, archive.open(*entry));
  std::unique_ptr<XlsxSheet> sheet(new XlsxSheet());
  sheet->where_ = archive.name() + ": " + part.substr(0, 80);
  sheet->handler_ = std::make_unique<Handler>(workbook, std::move(on_row));
  sheet->xml_ = std::make_unique<XmlStream>(std::move(bytes), *sheet->handler_, most);
  sheet->handler_->stop = [xml = sheet->xml_.get()](Status fault) { xml->stop(std::move(fault)); };
  return sheet;
}

Result<bool> XlsxSheet::next() {
  Result<bool> more = xml_->next();
  if (!more) return Status(more.error()).within(where_);
  return more;
}

uint64_t XlsxSheet::bytes_read() const { return xml_->bytes_read(); }
size_t XlsxSheet::left() const { return xml_->left(); }

}  // namespace sojourn
