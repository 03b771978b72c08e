// For tests: a real store whose appending can be made slow, made to fail, and watched.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/export.h"

namespace sojourn {

class TroubledStore final : public Store, public LongReader {
 public:
  explicit TroubledStore(std::unique_ptr<Store> store) : store_(std::move(store)) {}

  // Asked before every transaction with its batches; what it returns is the outcome unless it is ok.
  using Trouble = std::function<Status(std::span<const EventBatch* const>)>;
  void trouble_with(Trouble trouble) { trouble_ = std::move(trouble); }
  // Asked before documents are put.
  void trouble_documents_with(std::function<Status()> trouble) { document_trouble_ = std::move(trouble); }
  int64_t transactions() const { return transactions_; }

  Result<std::vector<AppendReceipt>> append_all(std::span<const EventBatch* const> batches,
                                                std::span<const RawBody> bodies) override {
    if (trouble_) SOJOURN_CHECK(trouble_(batches));
    ++transactions_;
    return store_->append_all(batches, bodies);
  }

  Status set_owner(const std::string& owner) override { return store_->set_owner(owner); }
  Result<AppendReceipt> append(const EventBatch& batch) override { return store_->append(batch); }
  int64_t last_sequence() const override { return store_->last_sequence(); }
  int64_t identity_version() const override { return store_->identity_version(); }
  Status scan(const ScanRequest& request, const std::function<Status(const EventColumns&)>& visit) override {
    return store_->scan(request, visit);
  }
  Result<std::vector<Superseded>> superseded(int64_t after_sequence, int64_t up_to_sequence) override {
    return store_->superseded(after_sequence, up_to_sequence);
  }
  Result<std::vector<std::string>> terms() override { return store_->terms(); }
  Result<std::vector<IdentifierRow>> identifiers() override { return store_->identifiers(); }
  Result<IdentifierGroups> identifier_groups(IdentifierCode from) override { return store_->identifier_groups(from); }
  Result<LinkFact> link(const Identifier& a, const Identifier& b, const std::string& reason) override {
    return store_->link(a, b, reason);
  }
  Result<std::vector<LinkFact>> unlink(const Identifier& a, const Identifier& b) override {
    return store_->unlink(a, b);
  }
  Result<LinkFact> unlink(int64_t number) override { return store_->unlink(number); }
  Result<std::vector<LinkFact>> links(const std::optional<Identifier>& of) override { return store_->links(of); }
  Result<LinkHistory> link_history() override { return store_->link_history(); }
  Result<uint64_t> link_fingerprint(const LinkHistory& history) override { return store_->link_fingerprint(history); }
  Result<std::vector<Flag>> flags() override { return store_->flags(); }
  Result<Customer> customer(const Identifier& identifier) override { return store_->customer(identifier); }
  Result<std::vector<IdentifierCode>> numbers_of(std::span<const std::string_view> names) override {
    return store_->numbers_of(names);
  }
  Result<std::vector<Customer>> customers(std::span<const IdentifierCode> numbers) override {
    return store_->customers(numbers);
  }
  Result<std::vector<Customer>> find_customers(std::string_view text, size_t limit) override {
    return store_->find_customers(text, limit);
  }
  Result<std::vector<StoredEvent>> timeline(IdentifierCode customer, TimeRange range, size_t limit,
                                            size_t offset) override {
    return store_->timeline(customer, range, limit, offset);
  }
  Result<std::vector<SourceQuality>> quality() override { return store_->quality(); }
  Result<std::vector<RejectRow>> rejects(const RejectFilter& filter) override { return store_->rejects(filter); }
  Result<int64_t> reject_count(const std::string& source) override { return store_->reject_count(source); }
  Status raw_bodies(const RawFilter& filter, const std::function<Status(const RawBody&)>& visit) override {
    return store_->raw_bodies(filter, visit);
  }
  Status set_outcome(int64_t raw_number, const std::string& outcome) override {
    return store_->set_outcome(raw_number, outcome);
  }
  Result<std::vector<Document>> documents(std::string_view kind) override { return store_->documents(kind); }
  Status put_documents(std::span<const Document> documents) override {
    if (document_trouble_) SOJOURN_CHECK(document_trouble_());
    return store_->put_documents(documents);
  }
  Status remove_document(std::string_view kind, std::string_view name) override {
    return store_->remove_document(kind, name);
  }
  Result<std::vector<std::pair<std::string, std::string>>> touchpoint_stages() override {
    return store_->touchpoint_stages();
  }
  int64_t touchpoint_stages_version() const override { return store_->touchpoint_stages_version(); }
  Status set_touchpoint_stages(std::span<const std::pair<std::string, std::string>> rules) override {
    return store_->set_touchpoint_stages(rules);
  }
  Result<SqlTable> sql(const std::string& text, size_t row_limit) override { return store_->sql(text, row_limit); }
  Result<int64_t> export_to(const std::string& path, const std::string& query) override {
    return store_->export_to(path, query);
  }
  Result<std::unique_ptr<RowStream>> stream_rows(const std::string& select, const std::string& order,
                                                 StopReason stop) override {
    SOJOURN_TRY(LongReader* const reader, long_reader(*store_));
    return reader->stream_rows(select, order, std::move(stop));
  }
  Result<int64_t> export_rows(const std::string& path, const std::string& query, StopReason stop) override {
    SOJOURN_TRY(LongReader* const reader, long_reader(*store_));
    return reader->export_rows(path, query, std::move(stop));
  }

 private:
  std::unique_ptr<Store> store_;
  Trouble trouble_;
  std::function<Status()> document_trouble_;
  std::atomic<int64_t> transactions_ = 0;
};

}  // namespace sojourn
