#include "base/bytes.h"

namespace sojourn {

Result<uint64_t> ByteReader::count(size_t bytes_each) {
  SOJOURN_TRY(const uint64_t items, u64());
  if (bytes_each > 0 && items > remaining() / bytes_each) return corrupt("a count is larger than what follows");
  return items;
}

Result<std::string> ByteReader::text() {
  SOJOURN_TRY(const uint32_t size, u32());
  SOJOURN_TRY(const std::string_view view, raw(size));
  return std::string(view);
}

Result<std::string_view> ByteReader::raw(size_t size) {
  if (remaining() < size) return corrupt("the bytes end too early");
  const std::string_view view = bytes_.substr(position_, size);
  position_ += size;
  return view;
}

Status ByteReader::end() const {
  if (remaining() != 0) return corrupt("there are bytes too many");
  return {};
}

Status ByteReader::corrupt(std::string message) const {
  return Status::corruption(std::move(message), name_ + " byte " + std::to_string(position_));
}

}  // namespace sojourn
