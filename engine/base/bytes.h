// Little-endian bytes with checks: what states and column files are written with.
// ByteWriter never fails; ByteReader answers kCorruption, with the byte, when the input runs out or makes no sense.
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "base/status.h"

namespace sojourn {

class ByteWriter {
 public:
  void u8(uint8_t value) { raw(&value, sizeof value); }
  void u32(uint32_t value) { raw(&value, sizeof value); }
  void u64(uint64_t value) { raw(&value, sizeof value); }
  void i64(int64_t value) { raw(&value, sizeof value); }
  void f64(double value) { raw(&value, sizeof value); }
  // Length (u32), then the bytes.
  void text(std::string_view value) {
    u32(static_cast<uint32_t>(value.size()));
    raw(value.data(), value.size());
  }
  void raw(const void* data, size_t size) { bytes_.append(static_cast<const char*>(data), size); }

  const std::string& bytes() const { return bytes_; }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class ByteReader {
 public:
  // `bytes` is borrowed. `name` stands in errors, e.g. a file name.
  explicit ByteReader(std::string_view bytes, std::string_view name = "state") : bytes_(bytes), name_(name) {}

  Result<uint8_t> u8() { return number<uint8_t>(); }
  Result<uint32_t> u32() { return number<uint32_t>(); }
  Result<uint64_t> u64() { return number<uint64_t>(); }
  Result<int64_t> i64() { return number<int64_t>(); }
  Result<double> f64() { return number<double>(); }
  // A count that is followed by at least `bytes_each` bytes an item; refuses counts that cannot be true.
  Result<uint64_t> count(size_t bytes_each);
  Result<std::string> text();
  // A borrowed view of the next `size` bytes.
  Result<std::string_view> raw(size_t size);
  // Errors: kCorruption unless every byte was read.
  Status end() const;

  size_t position() const { return position_; }
  size_t remaining() const { return bytes_.size() - position_; }
  // An error that names the input and the byte.
  Status corrupt(std::string message) const;

 private:
  template <class T>
  Result<T> number() {
    if (remaining() < sizeof(T)) return corrupt("the bytes end too early");
    T value;
    std::memcpy(&value, bytes_.data() + position_, sizeof value);
    position_ += sizeof value;
    return value;
  }

  std::string_view bytes_;
  std::string name_;
  size_t position_ = 0;
};

}  // namespace sojourn
