# The boards that are built in: engine/boards/homes/*.toml as texts in the program.
function(sojourn_embed_homes)
  file(GLOB homes CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/engine/boards/homes/*.toml")
  set(out "${CMAKE_BINARY_DIR}/home_texts.cc")
  add_custom_command(OUTPUT "${out}"
    COMMAND python3 "${CMAKE_SOURCE_DIR}/tools/embed_text.py" "${out}" ${homes}
    DEPENDS ${homes} "${CMAKE_SOURCE_DIR}/tools/embed_text.py"
    COMMENT "Embedding the built-in boards")
  target_sources(sojourn_boards PRIVATE "${out}")
  target_include_directories(sojourn_boards PRIVATE "${CMAKE_SOURCE_DIR}/engine")
endfunction()
