#include "api/map_trial.h"

#include "api/record_json.h"
#include "collect/importer.h"
#include "collect/text_stream.h"
#include "intake/import_order.h"
#include "store/store.h"

namespace sojourn {
namespace {

constexpr size_t kEventsShown = 5;
constexpr size_t kRejectsShown = 10;
constexpr std::string_view kParquetMagic = "PAR1";

// Of a file that is cut off, what cannot be read is the cut.
class CutRows final : public RowSource {
 public:
  explicit CutRows(RowSource& rows) : rows_(rows) {}
  const std::vector<std::string>& columns() const override { return rows_.columns(); }
  Result<bool> next(std::vector<Cell>& row) override {
    Result<bool> more = rows_.next(row);
    return more || more.error().code() == StatusCode::kInvalidArgument ? std::move(more) : Result<bool>(false);
  }
  uint64_t line() const override { return rows_.line(); }
  std::string raw() const override { return rows_.raw(); }
  uint64_t bytes_read() const override { return rows_.bytes_read(); }

 private:
  RowSource& rows_;
};

void add_cell(std::string_view text, std::string& line) {
  if (!line.empty() && line.back() != '\n') line += ',';
  line += '"';
  for (const char c : text) line.append(c == '"' ? 2 : 1, c);
  line += '"';
}

// Rows of a file that is no text, as CSV.
Result<std::string> rows_as_text(const std::string& path) {
  SOJOURN_TRY(const OpenedRows opened, open_rows(path, TextFormat{}, open_parquet));
  std::string text;
  for (const std::string& column : opened.rows->columns()) add_cell(column, text);
  std::vector<Cell> row;
  for (size_t rows = 0; rows < kProposalRows && text.size() < kSampleBytesMax; ++rows) {
    SOJOURN_TRY(const bool more, opened.rows->next(row));
    if (!more) break;
    text += '\n';
    for (const Cell& cell : row) add_cell(cell.null ? std::string_view() : cell.text, text);
  }
  return text + "\n";
}

// The beginning of the file as UTF-8, unpacked. `cut` becomes true where there is more of it.
Result<std::string> beginning_of(const std::string& path, bool& cut) {
  SOJOURN_TRY(std::unique_ptr<ByteStream> bytes, ByteStream::open(path));
  TextStream text(std::move(bytes), std::nullopt);
  for (;;) {
    if (text.window().size() >= kSampleBytesMax) {
      cut = true;
      break;
    }
    const Result<bool> more = text.fill();
    if (!more && (!cut || text.window().empty())) return more.error();
    if (!more || !*more) break;
  }
  std::string beginning(text.window().substr(0, kSampleBytesMax));
  const size_t end = beginning.rfind('\n');
  if (cut && end != std::string::npos) beginning.resize(end + 1);
  return beginning;
}

// Keeps a little of what an import makes.
class TrialSink final : public EventSink {
 public:
  Result<AppendReceipt> append(const EventBatch& batch) override {
    for (const Event& event : batch.events) {
      if (events.size() < kEventsShown) events.push_back(json_of(event, batch.source));
    }
    for (const Reject& reject : batch.rejects) {
      if (rejects.size() >= kRejectsShown) break;
      rejects.push_back({{"line", reject.line}, {"field", reject.field}, {"reason", reject.reason}});
    }
    counts += batch.counts;
    counts.events += static_cast<int64_t>(batch.events.size());
    AppendReceipt receipt;
    receipt.stored = static_cast<int64_t>(batch.events.size());
    return receipt;
  }

  Json events = Json::array();
  Json rejects = Json::array();
  IntakeCounts counts;

 private:
  static Json json_of(const Event& event, const std::string& source) {
    StoredEvent stored;
    stored.id = event.id;
    stored.source = source;
    stored.time = event.time;
    stored.offset_minutes = event.offset_minutes;
    for (size_t i = 0; i < event.who_count; ++i) {
      stored.who.push_back({event.who[i].kind, std::string(event.who[i].value)});
    }
    for (const FieldInfo& info : all_fields()) {
      if (event.has(info.field)) stored.fields.emplace_back(info.field, field_text(event, info));
    }
    stored.properties = event.properties;
    Json json = event_json(stored);
    json.erase("sequence");
    json.erase("received");
    return json;
  }
};

}  // namespace

Result<Sample> Sample::read(std::shared_ptr<UploadFile> file, bool cut) {
  Sample sample;
  sample.name_ = file->name();
  sample.cut_ = cut;
  SOJOURN_TRY(std::unique_ptr<ByteStream> bytes, ByteStream::open(file->path()));
  std::string head(kTextHeadBytes, '\0');
  SOJOURN_TRY(const size_t size, bytes->read(head.data(), head.size()));
  head.resize(size);
  if (head.starts_with(kParquetMagic)) {
    SOJOURN_TRY(sample.text_, rows_as_text(file->path()));
  } else {
    SOJOURN_CHECK(check_text(head));
    SOJOURN_TRY(sample.text_, beginning_of(file->path(), sample.cut_));
    sample.format_ = recognise_format(std::string_view(sample.text_).substr(0, size_t{64} * 1024), file->name());
  }
  if (const Result<OpenedRows> opened = open_rows_over(sample.text_, sample.name_, TextFormat{})) {
    std::vector<Cell> row;
    static_cast<void>(opened->rows->next(row).status().ok());  // Columns of JSON turn up with the rows.
    sample.ready_ = names_time(opened->rows->columns());
  }
  return sample;
}

Result<MapProposal> Sample::propose() {
  SOJOURN_TRY(const OpenedRows opened, open_rows_over(text_, name_, TextFormat{}));
  if (!cut_) return propose_map(*opened.rows, name_);
  CutRows rows(*opened.rows);
  return propose_map(rows, name_);
}

Result<Json> try_map(const std::string& toml, const UploadFile& sample, const SourceFinder& find) {
  ImportOptions options;
  options.files = {sample.path()};
  SOJOURN_TRY(options.map, parse_map(toml, "map"));
  options.settings = row_settings({}, find);
  TrialSink sink;
  const Result<ImportReport> report = import_files(options, sink);
  // Rows that were read before the trouble were read well: it is the end of what was cut off.
  if (!report && sink.counts.rows == 0) return report.error();
  Json json;
  json["events"] = std::move(sink.events);
  json["rejects"] = std::move(sink.rejects);
  json["counts"] = {{"rows", sink.counts.rows}, {"events", sink.counts.events}, {"rejected", sink.counts.rejected}};
  return json;
}

}  // namespace sojourn
