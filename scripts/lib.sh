# shellcheck shell=bash
# Debian packages of the virtual desktop and of the tests. Sourced by the scripts beside it.

# Each line: a package, and a command or file pattern that shows it is installed.
packages() {
    cat <<'LIST'
xvfb                Xvfb
pulseaudio          pulseaudio
pulseaudio-utils    parec
xfwm4               xfwm4
xfce4-panel         xfce4-panel
xfce4-notifyd       /usr/share/dbus-1/services/org.xfce.xfce4-notifyd.Notifications.service
xfce4-settings      xfsettingsd
xfconf              /usr/share/dbus-1/services/org.xfce.Xfconf.service
dbus-daemon         dbus-daemon
at-spi2-core        /usr/share/dbus-1/services/org.a11y.Bus.service
libglib2.0-bin      gdbus
x11-utils           xprop
imagemagick         import
arc-theme           /usr/share/themes/Arc/index.theme
adwaita-icon-theme  /usr/share/icons/Adwaita/index.theme
librsvg2-common     /usr/lib/*/gdk-pixbuf-2.0/*/loaders/libpixbufloader-svg.so
fonts-cantarell     /usr/share/fonts/opentype/cantarell
libgl1              /usr/lib/*/libGL.so.1
libgl1-mesa-dri     /usr/lib/*/dri/swrast_dri.so
libx11-xcb1         /usr/lib/*/libX11-xcb.so.1
libxcursor1         /usr/lib/*/libXcursor.so.1
libxi6              /usr/lib/*/libXi.so.6
libxkbcommon-x11-0  /usr/lib/*/libxkbcommon-x11.so.0
LIST
}

# What each session needs in addition: only the requested ones are checked.
xfce_packages() { :; }

gnome_packages() {
    cat <<'LIST'
gnome-shell                         gnome-shell
gnome-shell-extension-appindicator  /usr/share/gnome-shell/extensions/ubuntu-appindicators@ubuntu.com/extension.js
gir1.2-ibus-1.0                     /usr/lib/*/girepository-1.0/IBus-1.0.typelib
LIST
    wayland_packages
}

plasma_packages() {
    cat <<'LIST'
kwin-wayland        kwin_wayland
plasma-workspace    plasmashell
qtwayland5          /usr/lib/*/qt5/plugins/platforms/libqwayland-generic.so
plasma-desktop      /usr/share/plasma/shells/org.kde.plasma.desktop/contents
python3-gi          /usr/lib/python3/dist-packages/gi/__init__.py
gir1.2-gtk-3.0      /usr/lib/*/girepository-1.0/Gtk-3.0.typelib
LIST
    wayland_packages
}

sway_packages() {
    cat <<'LIST'
sway                        sway
waybar                      waybar
sway-notification-center    swaync
grim                        grim
LIST
    wayland_packages
}

wayland_packages() {
    cat <<'LIST'
xwayland                    Xwayland
dconf-service               /usr/libexec/dconf-service
python3-dbusmock            /usr/lib/python3/dist-packages/dbusmock/__init__.py
xdg-desktop-portal          /usr/libexec/xdg-desktop-portal
xdg-desktop-portal-gtk      /usr/libexec/xdg-desktop-portal-gtk
LIST
}

# The same for what only the tests need: compositors, sound servers and other desktops' settings.
test_packages() {
    cat <<'LIST'
kwin-wayland        kwin_wayland
sway                sway
foot                foot
wtype               wtype
mutter              mutter
pulseaudio          pulseaudio
pulseaudio-utils    parec
speech-dispatcher   speech-dispatcher
speech-dispatcher-espeak-ng       /usr/lib/speech-dispatcher-modules/sd_espeak-ng
speech-dispatcher-audio-plugins   /usr/lib/*/speech-dispatcher/spd_pulse.so
pipewire            pipewire
pipewire-pulse      pipewire-pulse
wireplumber         wireplumber
dunst               dunst
mako-notifier       mako
sway-notification-center          swaync
lxqt-notificationd  lxqt-notificationd
i3-wm               i3bar
fontconfig          fc-match
fonts-dejavu-core   /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
dconf-cli           dconf
dconf-service       /usr/libexec/dconf-service
LIST
}

# Prints the packages of the named lists that are missing, on one line.
missing_packages() {
    local list package probe missing=()
    while read -r package probe; do
        case $probe in
            /*) compgen -G "$probe" >/dev/null || missing+=("$package") ;;
            *) command -v "$probe" >/dev/null || missing+=("$package") ;;
        esac
    done < <(for list in "$@"; do "$list"; done)
    echo "${missing[*]}"
}

# Prints the line that installs the packages given.
install_line() {
    echo "apt-get install --no-install-recommends $*"
}
