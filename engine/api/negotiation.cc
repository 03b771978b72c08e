#include "api/negotiation.h"

#include <zlib.h>

#include <algorithm>
#include <optional>

#include "api/http_message.h"
#include "base/decimal.h"

namespace sojourn {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for a gzip header.
constexpr int kGzipLevel = 4;         // JSON of answers: a third more time at 6 saves a few percent of bytes.

// Takes the next element off a comma-separated list; quoted commas do not part.
std::string_view next_element(std::string_view& list) {
  bool quoted = false;
  size_t end = 0;
  for (; end < list.size() && (quoted || list[end] != ','); ++end) {
    if (list[end] == '"') quoted = !quoted;
  }
  const std::string_view element = trimmed(list.substr(0, end));
  list.remove_prefix(std::min(end + 1, list.size()));
  return element;
}

struct Weighted {
  std::string_view name;
  double quality = 1;
};

// "text/csv;charset=utf-8;q=0.5". A weight that cannot be read counts as 1.
Weighted parse_weighted(std::string_view element) {
  Weighted weighted{trimmed(element.substr(0, element.find(';'))), 1};
  for (size_t at = element.find(';'); at != std::string_view::npos; at = element.find(';', at + 1)) {
    const std::string_view rest = element.substr(at + 1);
    const std::string_view parameter = trimmed(rest.substr(0, rest.find(';')));
    if (parameter.size() < 3 || !same_word(parameter.substr(0, 2), "q=")) continue;
    const Result<double> quality = parse_number(parameter.substr(2));
    if (quality.has_value()) weighted.quality = std::clamp(*quality, 0.0, 1.0);
  }
  return weighted;
}

// How well a range fits a type: 0 not, 1 by */*, 2 by text/*, 3 exactly.
int fit(std::string_view range, std::string_view type) {
  if (same_word(range, type)) return 3;
  const size_t slash = type.find('/');
  if (range.size() == slash + 2 && range.ends_with("/*") && same_word(range.substr(0, slash), type.substr(0, slash))) {
    return 2;
  }
  return range == "*/*" ? 1 : 0;
}

// The weight of the range that fits best.
double quality_of(std::string_view accept, std::string_view type) {
  int best_fit = 0;
  double quality = 0;
  while (!accept.empty()) {
    const Weighted range = parse_weighted(next_element(accept));
    const int now = fit(range.name, type);
    if (now <= best_fit) continue;
    best_fit = now;
    quality = range.quality;
  }
  return quality;
}

std::string_view without_weak_mark(std::string_view etag) { return etag.starts_with("W/") ? etag.substr(2) : etag; }

// zlib's stream, closed however we leave.
class Stream {
 public:
  explicit Stream(bool inflate) : inflate_(inflate) {
    ready_ = inflate ? inflateInit2(&stream_, kGzipWindow) == Z_OK
                     : deflateInit2(&stream_, kGzipLevel, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY) == Z_OK;
  }
  ~Stream() {
    if (ready_) inflate_ ? inflateEnd(&stream_) : deflateEnd(&stream_);
  }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;
  bool ready() const { return ready_; }
  z_stream& operator*() { return stream_; }

 private:
  z_stream stream_{};
  bool inflate_;
  bool ready_ = false;
};

void set_input(z_stream& stream, std::string_view bytes) {
  // zlib does not write to its input, though its type says so.
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
}

void set_output(z_stream& stream, char* begin, size_t size) {
  stream.next_out = reinterpret_cast<Bytef*>(begin);
  stream.avail_out = static_cast<uInt>(size);
}

}  // namespace

size_t choose_media(std::string_view accept, std::span<const std::string_view> offers) {
  size_t best = 0;
  double best_quality = 0;
  for (size_t i = 0; i < offers.size(); ++i) {
    const double quality = quality_of(accept, offers[i]);
    if (quality <= best_quality) continue;
    best = i;
    best_quality = quality;
  }
  return best;
}

bool names_media(std::string_view accept, std::string_view type) {
  while (!accept.empty()) {
    const Weighted range = parse_weighted(next_element(accept));
    if (same_word(range.name, type) && range.quality > 0) return true;
  }
  return false;
}

bool accepts_gzip(std::string_view accept_encoding) {
  std::optional<bool> named;
  bool any = false;
  while (!accept_encoding.empty()) {
    const Weighted coding = parse_weighted(next_element(accept_encoding));
    if (same_word(coding.name, "gzip") || same_word(coding.name, "x-gzip")) named = coding.quality > 0;
    if (coding.name == "*") any = coding.quality > 0;
  }
  return named.value_or(any);
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::string_view each = next_element(if_none_match);
    if (each == "*" || without_weak_mark(each) == without_weak_mark(etag)) return true;
  }
  return false;
}

std::string gzip(std::string_view bytes) {
  Stream stream(false);
  SOJOURN_ASSERT(stream.ready(), "zlib does not start");
  std::string out(deflateBound(&*stream, static_cast<uLong>(bytes.size())), '\0');
  set_input(*stream, bytes);
  set_output(*stream, out.data(), out.size());
  const int done = deflate(&*stream, Z_FINISH);
  SOJOURN_ASSERT(done == Z_STREAM_END, "deflateBound was not enough");
  out.resize(out.size() - (*stream).avail_out);
  return out;
}

Result<std::string> gunzip(std::string_view packed, size_t bytes_max) {
  Stream stream(true);
  if (!stream.ready()) return Status::limit("no memory to unpack");
  set_input(*stream, packed);
  std::string out;
  while (true) {
    const size_t before = out.size();
    if (before >= bytes_max) return Status::limit("unpacked it is more than " + std::to_string(bytes_max) + " bytes");
    out.resize(std::min(bytes_max, std::max<size_t>(before * 2, packed.size() * 4 + 64)));
    set_output(*stream, out.data() + before, out.size() - before);
    const int done = inflate(&*stream, Z_NO_FLUSH);
    out.resize(out.size() - (*stream).avail_out);
    if (done == Z_STREAM_END) return out;
    if (done != Z_OK || out.size() == before) return Status::corruption("this is not gzip, or it is cut off");
  }
}

}  // namespace sojourn
