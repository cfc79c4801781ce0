-- Drives Neovim's own client against `flow-task lsp`, as a person would, and writes what was seen to $LSP_SEEN.
local seen = { errors = {} }
local binary, file = os.getenv("FLOW_TASK_BINARY"), os.getenv("LSP_FILE")

local function finish()
  vim.fn.writefile({ vim.fn.json_encode(seen) }, os.getenv("LSP_SEEN"))
  vim.cmd("qall!")
end

-- Advice comes and goes with the rules; what is wrong stays wrong.
local function wrong() return vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }) end

local function go(line, text)
  vim.fn.cursor(line, (string.find(vim.fn.getline(line), text, 1, true)))
end

local function wait(what, condition)
  if not vim.wait(20000, condition, 20) then table.insert(seen.errors, "no " .. what) end
end

local function messages()
  return vim.tbl_map(function(d) return { code = d.code, line = d.lnum, message = d.message } end, wrong())
end

local function drive()
  vim.cmd("edit " .. file)
  local buffer = vim.api.nvim_get_current_buf()
  local client = vim.lsp.start_client({ name = "flow-task", cmd = { binary, "lsp" }, root_dir = vim.fn.getcwd() })
  vim.lsp.buf_attach_client(buffer, client)

  wait("diagnostics", function() return #wrong() > 0 end)
  seen.diagnostics = messages()

  -- The code action that mends the misspelled name, picked as the only one.
  go(3, "Lod")
  vim.ui.select = function(items, _, choose) choose(items[1], 1) end
  vim.lsp.buf.code_action()
  wait("mend", function() return string.find(vim.fn.getline(3), '"Load"', 1, true) ~= nil end)
  wait("clean document", function() return #wrong() == 0 end)
  seen.mended = vim.fn.getline(3)

  go(6, "Task")
  vim.lsp.buf.hover()
  wait("hover", function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        seen.hover = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
        return true
      end
    end
    return false
  end)

  -- A new member is typed, and its value is completed.
  vim.api.nvim_buf_set_lines(buffer, 6, 6, false, { '      "Default": "",' })
  go(7, '"",')
  vim.fn.cursor(7, vim.fn.col(".") + 1)
  local answer = vim.lsp.buf_request_sync(buffer, "textDocument/completion", vim.lsp.util.make_position_params(), 20000)
  local items = vim.lsp.util.extract_completion_items(answer[client].result)
  seen.completion = vim.tbl_map(function(item) return item.label end, items)
  if #items > 0 then vim.lsp.util.apply_text_edits({ items[1].textEdit }, buffer, "utf-16") end
  seen.completed = vim.fn.getline(7)
  wait("diagnostic of the new member", function() return #wrong() > 0 end)
  seen.wrong_member = messages()
  vim.api.nvim_buf_set_lines(buffer, 6, 7, false, {})
  wait("clean document again", function() return #wrong() == 0 end)

  go(9, "é")
  vim.lsp.buf.definition()
  wait("jump", function() return vim.fn.line(".") == 11 end)
  seen.definition = { vim.fn.line("."), vim.fn.col(".") }

  vim.lsp.buf.rename('Keep "all"')
  wait("rename", function() return string.find(vim.fn.getline(9), "Keep", 1, true) ~= nil end)
  seen.renamed = { vim.fn.getline(9), vim.fn.getline(11) }
  wait("clean document after the rename", function() return #wrong() == 0 end)

  vim.bo.expandtab = true
  vim.lsp.buf.formatting_sync({ tabSize = 4 }, 20000)
  seen.formatted = vim.fn.getline(2)

  vim.lsp.stop_client(client)
  wait("end of the server", function() return vim.lsp.client_is_stopped(client) end)
end

local ok, problem = pcall(drive)
if not ok then table.insert(seen.errors, tostring(problem)) end
finish()
