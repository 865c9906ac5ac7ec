  // data: colours ["#rrggbb", ...], ends [low, high], rounds [{title, start, cells, steps}, ...], one after the other;
  // cells [{text, special, known}], steps [[[position, text, special, confidence, entropy, place], ...], ...];
  // a place in [0, 1] is where the colour lies on its scale
  var canvas = root.querySelector(".dc-canvas");
  var slider = root.querySelector("input");
  var speed = root.querySelector("select");
  var status = root.querySelector(".dc-step");
  var info = root.querySelector(".dc-token");
  var buttons = {};
  root.querySelectorAll("button").forEach(function (button) { buttons[button.dataset.do] = button; });
  // every round begins with a frame of its own, before its first step
  var count = data.rounds.reduce(function (sum, round) { return sum + round.steps.length + 1; }, -1);
  var now = count;
  var timer = null;
  var hovered = null;

  function mix(a, b, share) {
    var channels = [1, 3, 5].map(function (at) {
      var from = parseInt(a.slice(at, at + 2), 16);
      return Math.round(from + (parseInt(b.slice(at, at + 2), 16) - from) * share);
    });
    return "rgb(" + channels.join(",") + ")";
  }

  function colourOf(share) {
    var place = share * (data.colours.length - 1);
    var index = Math.min(Math.floor(place), data.colours.length - 2);
    return mix(data.colours[index], data.colours[index + 1], place - index);
  }

  // the round that a frame belongs to, and how many of its steps are done
  function placeOf(frame) {
    var index = 0;
    while (frame > data.rounds[index].steps.length) frame -= data.rounds[index++].steps.length + 1;
    return { round: data.rounds[index], steps: frame };
  }

  // what each position shows at a frame: null for a mask
  function canvasAt(frame) {
    var at = placeOf(frame);
    var shown = at.round.cells.map(function (cell) { return cell.known ? { text: cell.text, special: cell.special } : null; });
    for (var step = 0; step < at.steps; step++)
      at.round.steps[step].forEach(function (reveal) {
        shown[reveal[0]] = { text: reveal[1], special: reveal[2], confidence: reveal[3], entropy: reveal[4], place: reveal[5], step: step };
      });
    return shown;
  }

  function cellOf(shown, position) {
    var cell = document.createElement("span");
    cell.dataset.position = position;
    if (!shown) {
      cell.className = "dc-mask";
      return cell;
    }
    if (typeof shown.place === "number") cell.style.background = colourOf(shown.place);
    else cell.classList.add("dc-known");
    if (shown.step === placeOf(now).steps - 1) cell.classList.add("dc-new");
    if (shown.special) {
      cell.classList.add("dc-special");
      cell.textContent = "∅";
      return cell;
    }
    shown.text.split("\n").forEach(function (line, index) {
      if (index > 0) {
        var end = document.createElement("span");
        end.className = "dc-end";
        end.textContent = "⏎";
        cell.appendChild(end);
        cell.appendChild(document.createTextNode("\n"));
      }
      cell.appendChild(document.createTextNode(line));
    });
    return cell;
  }

  function number(value) { return Number(value.toPrecision(4)).toString(); }

  function describe() {
    info.textContent = "";
    if (hovered === null) {
      info.textContent = "Point at a token to see when it was written.";
      return;
    }
    var round = placeOf(now).round;
    var shown = canvasAt(now)[hovered];
    var place = "position " + (round.start + hovered);
    if (!shown) {
      info.textContent = place + ": still masked";
      return;
    }
    var code = document.createElement("code");
    code.textContent = JSON.stringify(shown.text);
    info.appendChild(code);
    var words = [place];
    words.push(shown.step !== undefined ? "step " + shown.step : round === data.rounds[0] ? "known from the start" : "kept");
    if (typeof shown.confidence === "number") words.push("confidence " + number(shown.confidence));
    if (typeof shown.entropy === "number") words.push("entropy " + number(shown.entropy) + " nats");
    info.appendChild(document.createTextNode("  " + words.join(", ")));
  }

  function draw() {
    var at = placeOf(now);
    var shown = canvasAt(now);
    canvas.textContent = "";
    shown.forEach(function (cell, position) { canvas.appendChild(cellOf(cell, position)); });
    var masks = shown.filter(function (cell) { return !cell; }).length;
    var written = at.steps > 0 ? at.round.steps[at.steps - 1].length : 0;
    status.textContent = (at.round.title ? at.round.title + ": " : "") +
      (at.steps === 0
        ? "before the first step, " + masks + (masks === 1 ? " mask" : " masks")
        : "after step " + (at.steps - 1) + " (" + at.steps + " of " + at.round.steps.length + "): " + written + (written === 1 ? " token" : " tokens") + " written, " + masks + (masks === 1 ? " mask" : " masks") + " left");
    slider.value = now;
    buttons.first.disabled = buttons.back.disabled = now === 0;
    buttons.last.disabled = buttons.forward.disabled = now === count;
    root.dataset.step = now;
    describe();
  }

  function go(step) {
    now = Math.max(0, Math.min(count, step));
    draw();
  }

  function stop() {
    clearTimeout(timer);
    timer = null;
    buttons.play.textContent = "Play";
  }

  function tick() {
    if (!root.isConnected) return;
    go(now + 1);
    if (now === count) stop();
    else timer = setTimeout(tick, 1000 / Number(speed.value));
  }

  function play() {
    if (now === count) go(0);
    buttons.play.textContent = "Pause";
    timer = setTimeout(tick, 1000 / Number(speed.value));
  }

  var actions = {
    first: function () { stop(); go(0); },
    back: function () { stop(); go(now - 1); },
    play: function () { if (timer === null) play(); else stop(); },
    forward: function () { stop(); go(now + 1); },
    last: function () { stop(); go(count); }
  };
  Object.keys(actions).forEach(function (name) { buttons[name].addEventListener("click", actions[name]); });
  slider.addEventListener("input", function () { stop(); go(Number(slider.value)); });

  root.addEventListener("keydown", function (event) {
    var inControl = event.target !== root;
    var keys = { ArrowLeft: "back", ArrowRight: "forward", " ": "play", Home: "first", End: "last" };
    // the slider, the list and the buttons have keys of their own
    if (inControl || !keys[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    actions[keys[event.key]]();
  });

  canvas.addEventListener("mouseover", function (event) {
    var cell = event.target.closest("[data-position]");
    if (!cell) return;
    hovered = Number(cell.dataset.position);
    describe();
  });

  slider.max = count;
  root.querySelectorAll("[hidden]").forEach(function (part) { part.hidden = false; });
  root.querySelectorAll(".dc-scale b").forEach(function (end, index) { end.textContent = data.ends[index]; });
  root.querySelector(".dc-scale i").style.background = "linear-gradient(to right, " + data.colours.join(", ") + ")";
  stop();
  // as high as it will ever be, so that nothing below jumps
  [count, 0].forEach(function (step) {
    go(step);
    canvas.style.minHeight = Math.max(parseFloat(canvas.style.minHeight) || 0, canvas.offsetHeight) + "px";
  });
